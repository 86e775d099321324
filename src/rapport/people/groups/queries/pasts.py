"""How requests and invitations ended, for the waits that follow."""

from __future__ import annotations

from rapport.people.groups.models import Admission
from rapport.people.groups.rules.process import State
from rapport.people.groups.rules.refusing import Past


def past_of(group_id: int, person_id: int) -> Past | None:
    """How the latest request or invitation of a person that was answered ended, or None."""
    ended = Admission.objects.filter(
        group_id=group_id, person_id=person_id, state__in=(State.REFUSED.value, State.DECLINED.value)
    )
    found = ended.order_by("-answered_at", "-pk").values_list("state", "answered_at").first()
    return None if found is None or found[1] is None else Past(State(found[0]), found[1])


def invitations_sent(sender_id: int) -> int:
    """How many of one's invitations to groups wait for an answer."""
    return Admission.objects.filter(sender_id=sender_id, state=State.INVITED.value).count()
