"""What a post of an archive becomes as a draft: its words, hashtags and links, and when it was said (OPS-1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

PLACED = "_placed"
"""Behind the kind of a row that was kept aside and has its place now."""
DRAFTED = f"drafted{PLACED}"
"""The kind of a word kept that something became a draft once: it is none again, wherever the draft went."""
ROOM_LEFT = 100
"""So many drafts stay free for what a member writes here."""
_TAG = re.compile(r"\{hashtag\|\\?#\|([^}\n]{1,100})\}")
_AUDIENCES: Mapping[str, str] = {
    "MEMBER_NETWORK": "anyone",
    "anyone": "anyone",
    "members": "members",
    "CONNECTIONS": "connections",
    "connections": "connections",
    "group": "connections",
}
"""Whom it is for by who could read it there; what is not known here is for nobody else until its owner says so."""


@dataclass(frozen=True)
class Said:
    """Words for a draft; `at` is when they were said there, None where that is not known."""

    form: str
    title: str
    text: str
    audience: str
    at: datetime | None
    options: tuple[str, ...] = ()

    @property
    def mark(self) -> dict[str, Any]:
        """What tells it from others, whichever file it came in: its words, and when they were said."""
        words = f"{self.title}\n\n{self.text}".strip()
        return {"words": words, "at": self.at.replace(microsecond=0).isoformat() if self.at else ""}


def of_share(data: Mapping[str, Any]) -> Said | None:
    """A row of Shares.csv; None where it says nothing of its own, such as that something was passed on."""
    text = _TAG.sub(r"#\1", _text(data, "commentary")).strip()
    link = _text(data, "shared_url") or ("" if text else _text(data, "media_url"))
    if not link.startswith(("https://", "http://")):
        link = ""
    if link and link not in text:
        text = f"{text}\n\n{link}".strip()
    if not text:
        return None
    audience = _AUDIENCES.get(_text(data, "visibility"), "only_me")
    return Said("post", "", text, audience, time_of(data.get("shared_at")))


def of_record(part: str, data: Mapping[str, Any]) -> Said | None:
    """A post or a draft of another Rapport; of what was passed on its own words alone; None where there are none."""
    form = "article" if _text(data, "form") == "article" else "post"
    title, text = _text(data, "title"), _text(data, "text")
    if not (title or text):
        return None
    poll = data.get("poll")
    options = poll.get("options") if isinstance(poll, Mapping) else None
    given = tuple(one for one in options if isinstance(one, str)) if isinstance(options, list) else ()
    at = time_of(data.get("published_at" if part == "posts" else "first_said_at"))
    return Said(form, title, text, _AUDIENCES.get(_text(data, "audience"), "only_me"), at, given)


def time_of(value: Any) -> datetime | None:
    """A time as it was written; times without a zone are taken for UTC."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
