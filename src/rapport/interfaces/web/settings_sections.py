"""The pages of the settings, as every page among them lists them beside its column."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_noop as _noop

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.parts import Tab

_ = words.translate

PAGES = (
    ("settings", _noop("Privacy")),
    ("settings_profile", _noop("Profile")),
    ("profile_photo", _noop("Photo")),
    ("settings_notices", _noop("Notices by mail")),
    ("settings_account", _noop("Account")),
    ("account_sessions", _noop("Sessions")),
    ("settings_tokens", _noop("Tokens for programs")),
    ("settings_feed", _noop("Feed")),
    ("settings_mutes", _noop("Muted")),
    ("network_blocked", _noop("Blocked people")),
    ("export", _noop("Take your data along")),
)
"""The pages of the section, in order."""


def sections(current: str) -> tuple[Tab, ...]:
    """The section's pages as links, for every page that belongs to it."""
    return tuple(Tab(_(label), reverse(name), current=name == current) for name, label in PAGES)
