"""What a test does inside an instance, as a process of its own on its database: `python -m tests.kill.inside WHAT`.

`seed N` makes N members and prints their tokens; `hasten` brings forward every mail about notices
until standard input ends, `bring-forward` once; `look` prints all that a test compares, as JSON.
"""

from __future__ import annotations

import json
import select
import sys
from typing import Any

import django

django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402 (the apps have to be ready)

from rapport.kernel import clock, jobs  # noqa: E402
from rapport.kernel.jobs.models import Job  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.accounts import actions as accounts  # noqa: E402
from rapport.people.accounts.actions_tokens import make_token  # noqa: E402
from rapport.people.actors.models import Actor  # noqa: E402
from rapport.people.relationships.models import Invitation  # noqa: E402
from rapport.people.ties.models import Connection, Follow, Network  # noqa: E402
from rapport.projections.notifications import actions as notices  # noqa: E402
from rapport.projections.notifications.models import Notification  # noqa: E402


def seed(count: int) -> dict[str, str]:
    """Members with tokens that may do everything: token by handle."""
    tokens, now = {}, clock.now()
    for number in range(count):
        handle = f"m{number:03}"
        account = accounts.create_member(
            handle=handle,
            email=f"{handle}@example.org",
            name=f"Member M{number:03}",
            password=None,
            now=now,
            limits=Limits(),
        )
        tokens[handle] = make_token(account_id=account.pk, name="kill", scopes=["all"], now=now)
    return tokens


def hasten() -> None:
    """Make due at once what would go out later, as if its hour had come."""
    while not select.select([sys.stdin], [], [], 0.5)[0]:
        try:
            bring_forward()
        except OperationalError:
            connection.close()


@transaction.atomic
def bring_forward() -> int:
    """One round; gives how many members are mailed.

    Whose they are is read after they are moved: one more may be committed between two statements.
    """
    now = clock.now()
    Notification.objects.filter(due_at__gt=now).update(due_at=now)
    owners = sorted(set(Notification.objects.filter(due_at=now).values_list("owner_id", flat=True)))
    for owner in owners:
        jobs.enqueue(notices.MAIL_JOB, {"owner": owner})
    return len(owners)


def look() -> dict[str, Any]:
    """Everything that is compared, by handles."""
    handles = dict(Actor.objects.values_list("pk", "handle"))

    def ends(rows: Any) -> list[list[str]]:
        return [[handles[one], handles[two]] for one, two in rows]

    networks = Network.objects.values_list("pk", "connections", "following", "followers")
    told = Notification.objects.values_list("owner_id", "kind", "subject", "actor_id")
    return {
        "invitations": [
            [str(pk), handles[one], handles[two], state]
            for pk, one, two, state in Invitation.objects.values_list(
                "pk", "sender_id", "recipient_id", "state"
            )
        ],
        "connections": ends(Connection.objects.values_list("owner_id", "other_id")),
        "follows": ends(Follow.objects.values_list("owner_id", "other_id")),
        "networks": {handles[pk]: counts for pk, *counts in networks},
        "notices": [[handles[who], kind, str(about), handles.get(by)] for who, kind, about, by in told],
        "unmailed": Notification.objects.filter(due_at__isnull=False).count(),
        "jobs": [
            [str(pk), name, state, attempts, payload]
            for pk, name, state, attempts, payload in Job.objects.values_list(
                "pk", "name", "state", "attempts", "payload"
            )
        ],
    }


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "seed":
        json.dump(seed(int(given[0])), sys.stdout)
    elif what == "hasten":
        hasten()
    elif what == "bring-forward":
        json.dump(bring_forward(), sys.stdout)
    else:
        json.dump(look(), sys.stdout)
