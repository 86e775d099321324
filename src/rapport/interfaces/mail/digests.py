"""Notices by mail: one mail a member, with what is due, unread and still so (MSG-4).

A notice carries the hour at which it is due; whoever chose "at once" has a job for that hour, all
others are found by the calendar. Writing the mail and settling what it told are one transaction,
so nothing is told twice and nothing is lost.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from rapport.kernel import clock, jobs
from rapport.kernel.limits import queries as limits
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.queries import Mailing

AT_MOST = 20
"""How many notices a mail names; the pages have the rest."""


@jobs.periodic("notifications.digests", every=timedelta(minutes=5))
def look_for_due(_payload: dict[str, Any]) -> None:
    """One job for each member to whom something is due."""
    for owner in queries.owners_due(clock.now()):
        jobs.enqueue(actions.MAIL_JOB, {"owner": owner}, key=f"{actions.MAIL_JOB} {owner}")


@jobs.handler(actions.MAIL_JOB)
def mail(payload: dict[str, Any]) -> None:
    """Mail one member what is due to them, if anything still is, and settle it."""
    owner, now = payload["owner"], clock.now()
    due = actions.take_due(actor_id=owner, now=now)
    found = queries.mailing(owner, due, now)
    if found is not None:
        with translation.override(found.language or settings.LANGUAGE_CODE):
            written(found).send()
    actions.settle(actor_id=owner, due=due)


def written(found: Mailing) -> EmailMessage:
    """The mail, with a way out that mail programs can press for their reader (RFC 8058)."""
    stop = settings.PUBLIC_URL + reverse("notices_stop", args=[queries.stop_token(found.owner_id)])
    shown = {
        "name": found.name,
        "notices": found.notices[:AT_MOST],
        "more": max(0, len(found.notices) - AT_MOST),
        "count": len(found.notices),
        "community": limits.current().community_name,
        "site_url": settings.PUBLIC_URL,
        "stop_url": stop,
    }
    subject, _, body = render_to_string("notifications/digest.txt", shown).strip().partition("\n")
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject.strip(), body.strip() + "\n", None, [found.email], headers=headers)
