"""What happens to an account and is told by mail."""

from __future__ import annotations

import html
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import dateformat, translation

from rapport.kernel.events import subscribe
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import queries
from rapport.people.accounts.events import ApplicationRefused, Approved, Restored, Suspended


def tell_approved(event: Approved) -> None:
    """The organisers let somebody in."""
    _to_account("account/email/approved.txt", event.account_id)


def tell_refused(event: ApplicationRefused) -> None:
    """The organisers turned somebody away; the account is gone, so the event says where to write."""
    _write("account/email/refused.txt", event.email, reason=event.reason)


def tell_suspended(event: Suspended) -> None:
    """An account may not be used for a while."""
    day = dateformat.format(event.until, "j F Y") if event.until else ""
    _to_account("account/email/suspended.txt", event.account_id, reason=event.reason, day=day)


def tell_restored(event: Restored) -> None:
    """It may be used again."""
    _to_account("account/email/restored.txt", event.account_id)


def _to_account(template: str, account_id: int, **facts: Any) -> None:
    reader = queries.recipient(account_id)
    if reader is not None:
        with translation.override(reader.language or settings.LANGUAGE_CODE):
            _write(template, reader.email, **facts)


def _write(template: str, to: str, **facts: Any) -> None:
    shown = {"community": limits.current().community_name, "site_url": settings.PUBLIC_URL, **facts}
    # `_()` escapes what it fills in; a mail's own text is no markup
    subject, _, body = html.unescape(render_to_string(template, shown)).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", None, [to]).send()


subscribe(Approved.name, tell_approved, job=True)
subscribe(ApplicationRefused.name, tell_refused, job=True)
subscribe(Suspended.name, tell_suspended, job=True)
subscribe(Restored.name, tell_restored, job=True)
