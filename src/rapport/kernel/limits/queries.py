"""Reading the site settings."""

from __future__ import annotations

import logging
from typing import Any

from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits, parse
from rapport.kernel.rows import fetch

log = logging.getLogger(__name__)


_STORED = "SELECT name, value FROM limits_site_setting ORDER BY name"


def current() -> Limits:
    """All settings as they are now, by one SELECT; a stored value that is no longer lawful gives way to its default."""
    changed: dict[str, Any] = {}
    for name, text in fetch(_STORED, kinds=(str, str)):
        try:
            changed[name] = parse(name, text)
        except Invalid as refusal:
            log.warning("stored setting ignored: %s", refusal.sentence())
    return Limits(**changed)
