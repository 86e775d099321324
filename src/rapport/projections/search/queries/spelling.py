"""Words that somebody shows, for those that are misspelt (NET-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapport.kernel.rows import Reading, fetch, together
from rapport.projections.search import engines
from rapport.projections.search.models import Document
from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.fields import SUGGESTED
from rapport.projections.search.rules.spelling import correctable, grams, grams_shared, similar

_LOOKED_AT = 200
_NEAR = """
    FROM (
        SELECT word, COUNT(*) AS shared FROM search_gram WHERE gram IN (%s)
        GROUP BY word HAVING COUNT(*) >= %s ORDER BY shared DESC, word LIMIT %s
    ) near
"""


def in_use(word: str) -> bool:
    """Whether anybody shows this word to all members."""
    engine = engines.current()
    sql = f"SELECT 1 FROM {engine.source} WHERE {engine.matches} LIMIT 1"  # noqa: S608 (words of ours)
    return bool(fetch(sql, engine.asked([Term((word,))], SUGGESTED), kinds=(int,)))


def is_empty() -> bool:
    """Nothing is in the index yet."""
    return not Document.objects.exists()


def corrected(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The same terms, with words that may be meant instead; the terms themselves where there are none.

    One statement. Only words that all members may see stand in for others.
    """
    wanted = [term for term in terms if term.is_plain and correctable(term.words[0])]
    if not wanted:
        return tuple(terms)
    found = together(
        *(
            Reading((("word", str),), _NEAR, (grams(word), grams_shared(word), _LOOKED_AT))
            for (word,) in (term.words for term in wanted)
        )
    )
    instead = {
        term: similar(term.words[0], [word for (word,) in rows], begins=term.begins)
        for term, rows in zip(wanted, found, strict=True)
    }
    return tuple(replace(term, instead=instead.get(term, ())) for term in terms)
