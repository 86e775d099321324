"""Contact details: what they are and, one by one, for whom (PRO-2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.content.profiles.actions.facts import lock
from rapport.content.profiles.models import ContactDetail
from rapport.content.profiles.rules.checks import check_detail, check_detail_audience
from rapport.content.profiles.rules.sections import DETAIL_DEFAULTS, Detail


@transaction.atomic
def set_contact_detail(
    *, owner_id: int, kind: Detail, value: str | None = None, audience: str | None = None, now: datetime
) -> None:
    """Say or take away ("") a contact detail, and choose for whom it is; None leaves it.

    That of the email address is the account's own: here one chooses its audience alone.

    Raises: Invalid, naming the detail: `email`, `phone`, `birthday`, `too_long`, `choice`.
    """
    lock(owner_id)
    row = ContactDetail.objects.filter(owner_id=owner_id, kind=kind.value).first()
    said = row.value if row else ""
    chosen = row.audience if row else DETAIL_DEFAULTS[kind].value
    if value is not None:
        said = check_detail(kind, value, now.date())
    if audience is not None:
        chosen = check_detail_audience(kind, audience).value
    if not said and chosen == DETAIL_DEFAULTS[kind].value:
        ContactDetail.objects.filter(owner_id=owner_id, kind=kind.value).delete()
        return
    ContactDetail.objects.update_or_create(
        owner_id=owner_id, kind=kind.value, defaults={"value": said, "audience": chosen}
    )


@transaction.atomic
def set_contact_details(*, owner_id: int, changes: Mapping[Detail, Mapping[str, str]], now: datetime) -> None:
    """Say several contact details (`value`, `audience`, either may be left out), all or none.

    Raises: Invalid, as `set_contact_detail`.
    """
    for kind, change in changes.items():
        set_contact_detail(
            owner_id=owner_id,
            kind=kind,
            value=change.get("value"),
            audience=change.get("audience"),
            now=now,
        )
