"""In which order those who were found stand: by where the words stand, then by closeness (NET-4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from rapport.projections.search.rules.asking import Term
from rapport.projections.search.rules.words import has_joins, joined, pieces

RANKED_AT_MOST = 2000
"""Of so many who fit the order is exact; where more do, all connections and these are ranked, and the page says so."""

_OUT_OF_NETWORK = 4


class Tier(IntEnum):
    """Where the words of a question stand."""

    NAME = 0
    ELSEWHERE = 1


class Fit(IntEnum):
    """How a name fits the words of a question."""

    WHOLE = 0  # the name and nothing else
    WORDS = 1
    BEGUN = 2


Key = tuple[int, int, int, int, str, int]
"""Tier, degree (4 for none), mutual connections (negative), fit, name, id: the order of a list, and its cursor."""


def placed(terms: Sequence[Term], name_key: str, handle: str) -> tuple[Tier, Fit]:
    """Where somebody of this folded name and this handle stands by the words alone; filters do not count."""
    asked = [term for term in terms if term.field is None]
    face = f"{name_key} @{handle}"
    if not has_joins(name_key) and any(_missing(term, face) for term in asked):
        return (
            Tier.ELSEWHERE,
            Fit.BEGUN,
        )  # most people of a page that thousands fit, without taking words apart
    named = pieces(name_key)
    known = {*named, *pieces(handle), *joined(name_key), f"@{handle}"}
    fit = Fit.WHOLE
    for term in asked:
        if len(term.words) > 1:
            if not term.stands_in(name_key):
                return Tier.ELSEWHERE, Fit.BEGUN
            continue
        if term.words[0] not in known:
            if not any(term.fits(word) for word in known):
                return Tier.ELSEWHERE, Fit.BEGUN
            fit = Fit.BEGUN
    whole = sum(len(term.words) for term in asked) == len(named)
    return Tier.NAME, fit if fit is Fit.BEGUN else Fit.WHOLE if whole else Fit.WORDS


def _missing(term: Term, face: str) -> bool:
    """Whether the letters of a word stand nowhere, so that it is neither a word there nor the beginning of one."""
    return len(term.words) == 1 and not term.instead and term.words[0] not in face


def key(
    terms: Sequence[Term], *, id_: int, name_key: str, handle: str, degree: int | None, mutual_count: int
) -> Key:
    """The place of somebody who was found: names before other words, the nearest first, then most in common."""
    tier, fit = placed(terms, name_key, handle) if terms else (Tier.NAME, Fit.WORDS)
    near = _OUT_OF_NETWORK if degree is None else degree
    return int(tier), near, -mutual_count, int(fit), name_key, id_
