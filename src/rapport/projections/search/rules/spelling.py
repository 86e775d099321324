"""Which words are close enough to stand in for one that nobody has (NET-4)."""

from __future__ import annotations

from collections.abc import Collection

SHORTEST, LONGEST = 4, 40
"""Shorter words are never corrected: too many others are one letter away; longer ones are not kept."""
SIMILAR_AT_MOST = 8
"""So many words stand in for one."""
_LONG = 8


def correctable(word: str) -> bool:
    """Whether a word may be misspelt at all."""
    return SHORTEST <= len(word) <= LONGEST and not word.isdigit()


def edits_allowed(word: str) -> int:
    """How many letters may be wrong: one, from eight letters on two; missing, added, changed or swapped."""
    if not correctable(word):
        return 0
    return 1 if len(word) < _LONG else 2


def grams(word: str) -> frozenset[str]:
    """The three letters in a row of a word, with its beginning and end."""
    whole = f"  {word} "
    return frozenset(whole[start : start + 3] for start in range(len(whole) - 2))


def last_gram(word: str) -> str:
    """The one at its end: there is one of these for each word."""
    return f" {word} "[-3:]


def grams_shared(word: str) -> int:
    """How many of its grams a word keeps at least that is misspelt as far as allowed: an edit touches four at most."""
    return max(1, len(grams(word)) - 4 * edits_allowed(word))


def distance(one: str, two: str, at_most: int, *, begins: bool = False) -> int | None:
    """How many edits lie between two words, two swapped neighbours being one; None where more than `at_most`.

    With `begins` between the first word and the beginning of the second that is nearest to it.
    """
    if not begins and abs(len(one) - len(two)) > at_most:
        return None
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return None
    found = min(row) if begins else row[-1]
    return found if found <= at_most else None


def similar(word: str, known: Collection[str], *, begins: bool) -> tuple[str, ...]:
    """Those of `known` words that may be meant, the nearest first; of a half typed word those that go on from it."""
    allowed = edits_allowed(word)
    if not allowed:
        return ()
    ranked = []
    for one in known:
        near = distance(word, one, allowed)
        if near is None and begins:
            begun = distance(word, one[: len(word) + allowed], allowed, begins=True)
            near = None if begun is None else begun + 1
        if near:
            ranked.append((near, one))
    return tuple(one for _, one in sorted(ranked)[:SIMILAR_AT_MOST])
