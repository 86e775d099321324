"""Changing the site settings."""

from __future__ import annotations

from datetime import datetime

from rapport.kernel.limits.models import SiteSetting
from rapport.kernel.limits.rules import Value, parse, setting, show


def set_limit(*, name: str, value: str, now: datetime) -> Value:
    """Change one setting, in force at every next request; gives the value as understood.

    Raises: Invalid, code `unknown_setting` or `bad_value`.
    """
    understood = parse(name, value)
    SiteSetting.objects.update_or_create(
        name=setting(name).name, defaults={"value": show(understood), "changed_at": now}
    )
    return understood
