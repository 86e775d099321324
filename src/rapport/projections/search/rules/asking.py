"""How what is typed is read: words, the last one half typed, phrases in quotes, handles with @ (NET-4).

::

    anna ber            everybody with `anna`, and a word that begins with `ber`
    "data science" bern the two words side by side, and `bern...`
    @mar                handles that begin with `mar`

Nothing else is an operator: signs that a database would read as one are no words and fall away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from rapport.projections.search.rules.fields import Field, handle_word, in_field
from rapport.projections.search.rules.words import folded, pieces, words

TERMS_AT_MOST = 12
"""Further words of one question are not looked for."""

_QUOTES = re.compile('["“”„‟«»＂]')
_HANDLE = re.compile(r"(?<!\S)@([A-Za-z0-9_]+)")


@dataclass(frozen=True)
class Term:
    """One thing that has to be found: words side by side, the last of them a beginning where `begins`.

    With a `field` in it alone; `instead` are single words that do as well. What stands in quotes is `meant`
    as it is typed.
    """

    words: tuple[str, ...]
    begins: bool = False
    field: Field | None = None
    instead: tuple[str, ...] = ()
    meant: bool = False

    @property
    def is_plain(self) -> bool:
        """One word as somebody types it, for which a similar one may stand in."""
        return not self.meant and self.field is None and not self.words[0].startswith("@")

    def fits(self, word: str) -> bool:
        """Whether a single word is what a term of one word asks for, a similar one included."""
        asked = self.words[0]
        return word == asked or (self.begins and word.startswith(asked)) or word in self.instead

    def stands_in(self, text: str) -> bool:
        """Whether a folded text has it."""
        found = pieces(text)
        if len(self.words) == 1:
            return any(self.fits(word) for word in found)
        size = len(self.words)
        asked = list(self.words)
        return any(found[start : start + size] == asked for start in range(len(found) - size + 1))


def read(typed: str) -> tuple[Term, ...]:
    """What `typed` asks for; each term once. Nothing for what holds no word."""
    terms: list[Term] = []
    parts = _QUOTES.split(typed)
    for number, part in enumerate(parts):
        inside = number % 2 == 1 and number < len(parts) - 1
        if inside:
            phrase = words(part)
            terms += [Term(tuple(phrase), meant=True)] if phrase else []
        else:
            terms += _plain(part, last=number == len(parts) - 1)
    return tuple(dict.fromkeys(terms))[:TERMS_AT_MOST]


def _plain(part: str, *, last: bool) -> list[Term]:
    terms: list[Term] = []
    place = 0
    for found in _HANDLE.finditer(part):
        terms += [Term((word,)) for word in words(part[place : found.start()])]
        terms.append(Term((handle_word(found[1].lower()),), begins=True))
        place = found.end()
    rest = words(part[place:])
    terms += [Term((word,)) for word in rest]
    if last and rest:
        terms[-1] = replace(terms[-1], begins=True)
    return terms


def within(field: Field, value: str) -> tuple[Term, ...]:
    """What a filter asks for: its words side by side in one value of the field. Nothing for no word."""
    found = words(value)
    return (Term(tuple(found), field=field),) if found else ()


def fts5(terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = "") -> str:
    """The question as SQLite's FTS5 reads it, about words under these signs; `field` narrows all of it.

    With `one_of` at least one word has to stand under one of those signs.
    """
    asked = [_any(_FTS5, [one], levels, field) for one in terms]
    return " AND ".join([*asked, *([_any(_FTS5, terms, one_of, field)] if one_of else [])])


def tsquery(terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = "") -> str:
    """The same as PostgreSQL reads it."""
    asked = [_any(_TSQUERY, [one], levels, field) for one in terms]
    return " & ".join([*asked, *([_any(_TSQUERY, terms, one_of, field)] if one_of else [])])


@dataclass(frozen=True)
class _Dialect:
    """How a database writes a phrase of these words, and what joins choices and marks a beginning."""

    phrase: Callable[[list[str]], str]
    either: str
    begins: str


_FTS5 = _Dialect(lambda words: '"' + " ".join(words) + '"', " OR ", " *")
_TSQUERY = _Dialect(
    lambda words: (
        "(" + " <-> ".join(f"'{word}'" for word in words) + ")" if len(words) > 1 else f"'{words[0]}'"
    ),
    " | ",
    ":*",
)


def _any(dialect: _Dialect, terms: Collection[Term], levels: str, field: Field | None) -> str:
    """Any of these terms under any of these signs."""
    choices = [
        choice
        for term in terms
        for sign in levels
        for choice in _choices(dialect, term, sign, term.field or field)
    ]
    return "(" + dialect.either.join(choices) + ")"


def _choices(dialect: _Dialect, term: Term, sign: str, field: Field | None) -> list[str]:
    asked = dialect.phrase([_kept(word, sign, field) for word in term.words])
    instead = [dialect.phrase([_kept(word, sign, field)]) for word in term.instead]
    return [asked + (dialect.begins if term.begins else ""), *instead]


def _kept(word: str, sign: str, field: Field | None) -> str:
    return sign + word if field is None or word.startswith("@") else in_field(sign, field, word)


def shown_in(terms: Collection[Term], text: str) -> bool:
    """Whether a text has one of the terms: why somebody was found."""
    plain = folded(text)
    return any(term.stands_in(plain) for term in terms)


def as_found(term: Term, text: str) -> str:
    """The term as it was typed, or the word of a text that stands in for it."""
    asked = " ".join(term.words)
    if not term.instead:
        return asked
    found = pieces(folded(text))
    if any(word == asked or (term.begins and word.startswith(asked)) for word in found):
        return asked
    return next((word for word in found if word in term.instead), asked)
