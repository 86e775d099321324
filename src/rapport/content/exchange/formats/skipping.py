"""Files of an archive that are left on purpose, each with the sentence that says why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapport.content.exchange.formats.layout import plain_name


@dataclass(frozen=True)
class Skipped:
    """Files that are left on purpose: what they are called, and the sentence that says why."""

    named: str
    pattern: re.Pattern[str]
    reason: str


def _noop(text: str) -> str:
    """`text` as it stands: marked for whoever collects what is to be translated."""
    return text


def _skipped(named: str, pattern: str, reason: str) -> Skipped:
    return Skipped(named, re.compile(pattern), reason)


SKIPPED: tuple[Skipped, ...] = (
    _skipped(
        "Registration", "registration", "When and where you signed up there says nothing about you here."
    ),
    _skipped("Logins", "logins", _noop("Where you signed in there is not kept here.")),
    _skipped(
        "Security Challenges", "securitychallenges", "How you proved there who you are is not kept here."
    ),
    _skipped(
        "Ad_Targeting", "adtargeting.*", _noop("What advertisers were told about you is not kept here.")
    ),
    _skipped(
        "Inferences_about_you", "inferencesaboutyou", _noop("What was guessed about you is not kept here.")
    ),
    _skipped("Ads Clicked", "adsclicked", _noop("Which advertisements you opened is not kept here.")),
    _skipped("Receipts", r"receipts(v\d+)?", _noop("What you paid there is not kept here.")),
    _skipped("Search queries", "searchqueries", _noop("What you looked for there is not kept here.")),
    _skipped("Learning", "learning", _noop("Which lessons you watched there is not kept here.")),
    _skipped("Verifications", "verifications?", _noop("How you proved there who you are is not kept here.")),
    _skipped(
        "*_coach_messages", ".*coachmessages", _noop("What you said to a program there is not kept here.")
    ),
    _skipped(
        "guide_messages", ".*guidemessages", _noop("What you said to a program there is not kept here.")
    ),
)
SKIPPED_FOLDERS: dict[str, str] = {
    "jobs": _noop("Jobs have no place here."),
}
LITTER_REASON = _noop("This was added by the computer that packed the archive.")
LITTER = frozenset({".dsstore", "thumbs.db", "desktop.ini"})


def is_litter(path: str) -> bool:
    """Whether the computer that packed the archive left this, and LinkedIn did not write it."""
    *folders, name = path.casefold().split("/")
    return "__macosx" in folders or name.startswith("._") or plain_name(name) in LITTER


def why_skipped(path: str) -> str:
    """The reason for which the file at `path` is left, "" where it is not."""
    *folders, _ = path.casefold().split("/")
    name = plain_name(path)
    if is_litter(path):
        return LITTER_REASON
    for folder in folders:
        if folder in SKIPPED_FOLDERS:
            return SKIPPED_FOLDERS[folder]
    return next((one.reason for one in SKIPPED if one.pattern.fullmatch(name)), "")
