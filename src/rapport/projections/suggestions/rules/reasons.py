"""Why somebody is suggested, in words that are true (NET-3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.projections.suggestions.rules.weighing import Found, Shared, Sign

NAMED = 4
"""So many reasons stand beside a name: the strongest."""


def _noop(text: str) -> str:
    """Marks a text for the translators; interfaces give it in the reader's language."""
    return text


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` for programs; `one` and `many` are the sentence, the second where `count` is not 1."""

    kind: str
    one: str
    many: str = ""
    count: int = 1
    values: dict[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """In the language of the source."""
        text = self.many if self.many and self.count != 1 else self.one
        return text.format(count=self.count, **self.values)


def reasons(found: Found, mutual_count: int, through: str = "") -> tuple[Reason, ...]:
    """Why this viewer is suggested this person, the strongest first.

    `mutual_count` is the number that stands beside the name (NET-1); `through` names the one mutual connection
    by whom a way leads into another circle.
    """
    said: list[Reason] = []
    if mutual_count:
        said.append(mutuals(mutual_count))
    strongest = sorted(found.shared, key=lambda thing: (-thing.points, thing.sign, thing.name))
    told: set[tuple[str, str]] = set()
    for thing in strongest:
        about = (_FAMILY.get(thing.sign, thing.sign), thing.name.casefold())
        if about not in told:
            told.add(about)
            said.append(of_shared(thing))
    if found.weak and through and mutual_count:
        said.append(
            Reason(Sign.BRIDGE, _noop("A way into another circle, through {name}"), values={"name": through})
        )
    return tuple(said[:NAMED])


_FAMILY = {Sign.COLLEAGUE: Sign.COMPANY, Sign.CLASS: Sign.SCHOOL}
"""Of two reasons about one place the stronger is told."""


def mutuals(count: int) -> Reason:
    """How many connections the two have in common."""
    return Reason(Sign.MUTUAL, _noop("{count} mutual connection"), _noop("{count} mutual connections"), count)


def of_shared(thing: Shared) -> Reason:
    """What the two share."""
    values: dict[str, Any] = {"name": thing.name}
    match thing.sign:
        case Sign.COLLEAGUE:
            if thing.current:
                return Reason(thing.sign, _noop("Both at {name}"), values=values)
            return _spanning(
                thing, _noop("Both at {name} at the same time"), _noop("Both at {name}, {first} to {last}")
            )
        case Sign.COMPANY:
            return Reason(thing.sign, _noop("Both worked at {name}"), values=values)
        case Sign.CLASS:
            return Reason(
                thing.sign,
                _noop("Both studied at {name}, class of {year}"),
                values={**values, "year": str(thing.finished)},
            )
        case Sign.SCHOOL:
            return Reason(thing.sign, _noop("Both studied at {name}"), values=values)
        case Sign.GROUP:
            return Reason(thing.sign, _noop("Both in {name}"), values=values)
        case Sign.CONTACT:
            return Reason(thing.sign, _noop("In your contact book"))
        case Sign.TALKED if thing.current:
            return Reason(thing.sign, _noop("You talked under posts"))
        case Sign.TALKED:
            return Reason(thing.sign, _noop("You answered or reacted to what they wrote"))
        case _:
            return Reason(Sign.FOLLOWS_YOU, _noop("Follows you"))


def _spanning(thing: Shared, plain: str, dated: str) -> Reason:
    values = {"name": thing.name}
    if not thing.started or not thing.finished:
        return Reason(thing.sign, plain, values=values)
    if thing.started == thing.finished:
        return Reason(
            thing.sign, _noop("Both at {name}, {year}"), values={**values, "year": str(thing.started)}
        )
    return Reason(
        thing.sign, dated, values={**values, "first": str(thing.started), "last": str(thing.finished)}
    )
