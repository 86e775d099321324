"""Words that somebody shows, for those that are misspelt (NET-4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from rapport.kernel.rows import Reading, fetch, together
from rapport.projections.search import engines
from rapport.projections.search.models import Document
from rapport.projections.search.rules import post_words
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.fields import SUGGESTED
from rapport.projections.search.rules.spelling import correctable, grams, grams_shared, similar

_LOOKED_AT = 200
PEOPLE, POSTS = "search_gram", "search_postgram"
"""The tables of words that may stand in for others."""
_AT_ONCE = 50


def _near(table: str) -> str:
    return f"""
    FROM (
        SELECT word, COUNT(*) AS shared FROM {table} WHERE gram IN (%s)
        GROUP BY word HAVING COUNT(*) >= %s ORDER BY shared DESC, word LIMIT %s
    ) near
    """  # noqa: S608 (a name of ours)


def in_use(word: str) -> bool:
    """Whether anybody shows this word to all members."""
    engine = engines.current()
    sql = f"SELECT 1 FROM {engine.source} WHERE {engine.matches} LIMIT 1"  # noqa: S608 (words of ours)
    return bool(fetch(sql, engine.asked([Term((word,))], SUGGESTED), kinds=(int,)))


def in_open_posts(words: Collection[str]) -> set[str]:
    """Which of these words stand in a post that all members may see; a statement for some dozens of them."""
    engine, given, found = engines.current(engines.POSTS), list(words), set()
    one = f"FROM (SELECT 1 FROM {engine.source} WHERE {engine.matches} LIMIT 1) used"  # noqa: S608 (words of ours)
    for start in range(0, len(given), _AT_ONCE):
        part = given[start : start + _AT_ONCE]
        asked = [engine.asked([Term((word,))], post_words.OPEN) for word in part]
        rows = together(*(Reading((("1", int),), one, (question,)) for question in asked))
        found |= {word for word, there in zip(part, rows, strict=True) if there}
    return found


def is_empty() -> bool:
    """Nothing is in the index yet."""
    return not Document.objects.exists()


def corrected(terms: Sequence[Term], table: str = PEOPLE) -> tuple[Term, ...]:
    """The same terms, with words that may be meant instead; the terms themselves where there are none.

    One statement. Only words that all members may see stand in for others.
    """
    wanted = [term for term in terms if term.is_plain and correctable(term.words[0])]
    if not wanted:
        return tuple(terms)
    found = together(
        *(
            Reading((("word", str),), _near(table), (grams(word), grams_shared(word), _LOOKED_AT))
            for (word,) in (term.words for term in wanted)
        )
    )
    instead = {
        term: similar(term.words[0], [word for (word,) in rows], begins=term.begins)
        for term, rows in zip(wanted, found, strict=True)
    }
    return tuple(replace(term, instead=instead.get(term, ())) for term in terms)
