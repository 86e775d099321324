"""How reader and member are connected, as a drawing of steps; names only where both may see them (NET-2)."""

from __future__ import annotations

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import PersonCard, Step

_ = words.translate


def chain(reader: PersonCard, person: PersonCard) -> tuple[Step, ...]:
    """The steps from reader to member, both ends included; empty out of the network.

    A mutual connection is always named to the two (REL-16); who stands between at the 3rd degree is not.
    """
    start, end = Step(reader, _("You"), end=True), Step(person, end=True)
    if person.degree == 1:
        return (start, end)
    if person.degree == 2 and person.mutuals:
        return (start, Step(person.mutuals[0], _("Connected to you both")), end)
    if person.degree == 3:
        mine = Step(None, _("Someone in your network"))
        theirs = Step(None, _("Someone {name} is connected to", name=person.first_name))
        return (start, mine, theirs, end)
    return ()
