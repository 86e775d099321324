"""Gathering deeds into notices: one notice a thing while it is unread, and a new one after that (MSG-4)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from rapport.kernel import ids, jobs
from rapport.projections.notifications import queries, queries_talk
from rapport.projections.notifications.actions import MAIL_JOB
from rapport.projections.notifications.models import Deed, Notification
from rapport.projections.notifications.rules_due import due
from rapport.projections.notifications.rules_talk import Told
from rapport.projections.notifications.rules_telling import Detail, Frequency, Kind


@transaction.atomic
def gather(told: Told, *, owner_ids: Collection[int]) -> None:
    """Tell these members of a deed, each as `told.kinds` says, and each but once.

    The post is locked by whoever did it, so that what happens there comes in turn: eight reactions at once
    grow one notice. A notice is mailed once, and what it grows by goes with the next morning's mail at the earliest.
    """
    new = [one for one in owner_ids if one not in queries_talk.told_of(owner_ids, told.source)]
    if not new:
        return
    wanted = queries.chosen(new)
    deeds = []
    for owner in new:
        kind = told.kinds[owner]
        notice = _notice(owner, kind, told, wanted[owner][kind])
        deeds.append(
            Deed(
                owner_id=owner,
                source=told.source,
                notice=notice,
                kind=kind.value,
                actor_id=told.actor_id,
                post_id=told.post_id,
                comment_id=told.comment_id,
                at=told.at,
            )
        )
    Deed.objects.bulk_create(deeds)


def _notice(owner: int, kind: Kind, told: Told, frequency: Frequency) -> UUID:
    """The notice of this member that the deed goes into: the unread one of its key grows, or one begins."""
    key = told.key(kind)
    row = Notification.objects.select_for_update().filter(owner_id=owner, key=key).first()
    if row is not None and row.read_at is None:
        grown = Frequency.DAILY if frequency is Frequency.INSTANT else frequency
        Notification.objects.filter(owner_id=owner, id=row.id).update(
            at=max(row.at, told.at), latest=told.source[:40], due_at=row.due_at or due(grown, told.at)
        )
        return row.id
    if row is not None:
        # what was read stays as it is, and leaves the key to what comes
        Notification.objects.filter(owner_id=owner, id=row.id).update(key=row.id.hex)
    notice, due_at = ids.new(), due(frequency, told.at)
    Notification.objects.create(
        id=notice,
        owner_id=owner,
        kind=kind.value,
        key=key,
        place_id=told.company_id if told.detail(kind) is Detail.AT_COMPANY else None,
        post_id=told.about,
        comment_id=told.at_comment(kind),
        detail=told.detail(kind).value,
        latest=told.source[:40],
        at=told.at,
        due_at=due_at,
    )
    if frequency is Frequency.INSTANT:
        jobs.enqueue(MAIL_JOB, {"owner": owner}, run_at=due_at)
    return notice
