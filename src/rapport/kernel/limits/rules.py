"""Every site setting with its default, bounds, unit and meaning: one table, from which all else is derived.

`Limits` is what rules take as an argument; `SETTINGS` is the same table by name, for
`rapport set`, the organiser's page and the generated documentation.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from rapport.kernel.errors import Invalid


class SignUp(StrEnum):
    """Who may sign up (OPS-3)."""

    OPEN = "open"
    CODE = "code"
    DOMAIN = "domain"
    APPROVAL = "approval"


class Founders(StrEnum):
    """Who may make groups (PRO-7), and who company pages (PRO-6)."""

    MEMBERS = "members"
    ORGANISERS = "organisers"


Value = int | bool | str | tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """One row of the table; for texts `lowest` and `highest` count characters, for lists entries."""

    name: str
    kind: type[Any]
    default: Any
    lowest: int
    highest: int
    unit: str
    meaning: str

    @property
    def allowed(self) -> str:
        """What one may write, as a phrase: "a whole number from 1 to 1000"."""
        if self.kind is bool:
            return "on or off"
        if issubclass(self.kind, StrEnum):
            words = [str(choice) for choice in self.kind]
            return f"{', '.join(words[:-1])} or {words[-1]}"
        if self.kind is tuple:
            return f"at most {self.highest} domains, separated by commas"
        if self.kind is str:
            return f"a text of {self.lowest} to {self.highest} characters"
        return f"a whole number from {self.lowest} to {self.highest}"


def _setting(default: Any, lowest: int, highest: int, unit: str, meaning: str) -> Any:
    """A field of `Limits` that carries its own row of the table; bounds mean nothing for a switch or a choice."""
    return field(
        default=default,
        metadata={"lowest": lowest, "highest": highest, "unit": unit, "meaning": meaning},
    )


@dataclass(frozen=True)
class Limits:
    """All site settings at one moment; read once a request and handed to pure rules."""

    connection_cap: int = _setting(
        30_000, 1, 1_000_000, "connections", "How many connections a member may have (REL-9)."
    )
    invitation_limit: int = _setting(
        100,
        0,
        100_000,
        "invitations",
        "How many unanswered invitations a member may send in one window (REL-12).",
    )
    invitation_window_days: int = _setting(
        7, 1, 3_650, "days", "How many days the invitation budget looks back (REL-12)."
    )
    pending_limit: int = _setting(
        500,
        0,
        1_000_000,
        "invitations",
        "How many invitations of one member may be pending at once (REL-12).",
    )
    note_length: int = _setting(
        300, 1, 10_000, "characters", "How long the note of an invitation may be (REL-6)."
    )
    reply_length: int = _setting(
        1_000, 1, 10_000, "characters", "How long one reply in the thread of an invitation may be (REL-7)."
    )
    reinvite_after_withdraw_days: int = _setting(
        21, 0, 3_650, "days", "How long one waits to invite a person again after withdrawing (REL-11)."
    )
    reinvite_after_decline_days: int = _setting(
        90,
        0,
        3_650,
        "days",
        "How long one waits to invite a person again after a decline or ignore (REL-11).",
    )
    reinvite_after_removal_days: int = _setting(
        90, 0, 3_650, "days", "How long only the one who removed a connection may invite again (REL-10)."
    )
    invitation_expiry_days: int = _setting(
        180, 1, 3_650, "days", "After how many days a pending invitation expires (REL-11)."
    )
    reminder_limit: int = _setting(
        2, 0, 100, "reminders", "How many reminders the sender of an invitation may send (REL-11)."
    )
    reminder_wait_days: int = _setting(
        14, 0, 3_650, "days", "How long the sender waits before the first and between reminders (REL-11)."
    )
    dont_know_limit: int = _setting(
        5, 1, 1_000, "answers", 'How many "I don\'t know this person" answers lead to a restriction (REL-12).'
    )
    dont_know_window_days: int = _setting(
        90, 1, 3_650, "days", "How many days those answers are counted (REL-12)."
    )
    restriction_days: int = _setting(
        30, 0, 3_650, "days", "How long invitations then need the recipient's email address (REL-12)."
    )
    groups: Founders = _setting(
        Founders.MEMBERS, 0, 0, "", "Who may make groups: every member, or organisers alone (PRO-7)."
    )
    groups_owned: int = _setting(20, 0, 10_000, "groups", "How many groups one member may own (PRO-7).")
    group_cap: int = _setting(10_000, 1, 1_000_000, "members", "How many members a group may have (PRO-7).")
    group_ask_again_days: int = _setting(
        30,
        0,
        3_650,
        "days",
        "How long one waits to ask to join a group again after a refusal, or to invite after a decline (PRO-7).",
    )
    group_invitation_limit: int = _setting(
        100,
        0,
        100_000,
        "invitations",
        "How many of one member's invitations to groups may wait for an answer at once (PRO-7).",
    )
    group_text_length: int = _setting(
        5_000, 100, 100_000, "characters", "How long the description and the rules of a group may be (PRO-7)."
    )
    recommendation_length: int = _setting(
        3_000, 20, 20_000, "characters", "How long a recommendation may be (PRO-4)."
    )
    recommendation_requests_limit: int = _setting(
        20, 0, 10_000, "requests", "How many requests for a recommendation may wait at once (PRO-4)."
    )
    recommendation_again_days: int = _setting(
        30,
        0,
        3_650,
        "days",
        "How long one waits to ask again after a declined request, or to write again unasked (PRO-4).",
    )
    name_length: int = _setting(100, 1, 200, "characters", "How long a member's name may be.")
    headline_length: int = _setting(200, 1, 500, "characters", "How long a headline may be.")
    erase_after_days: int = _setting(
        14, 0, 365, "days", "How long who deletes their account may come back before it is erased (OPS-2)."
    )
    page_size: int = _setting(20, 1, 100, "rows", "How many rows one page of a list holds.")
    public_pages: bool = _setting(
        True, 0, 0, "", "Whether visitors who are not signed in see anything of members."
    )
    sign_up: SignUp = _setting(
        SignUp.OPEN,
        0,
        0,
        "",
        "Who may sign up: everyone, holders of a code, some email domains, or after approval (OPS-3).",
    )
    sign_up_domains: tuple[str, ...] = _setting(
        (), 0, 100, "domains", "Whose email addresses may sign up where sign_up is domain (OPS-3)."
    )
    company_pages: Founders = _setting(
        Founders.MEMBERS,
        0,
        0,
        "",
        "Who may make a company page: every member, or organisers alone (PRO-6).",
    )
    companies_per_member: int = _setting(
        10, 0, 10_000, "pages", "How many company pages one member may make (PRO-6)."
    )
    contact_book: bool = _setting(
        True,
        0,
        0,
        "",
        "Whether members may keep people who are not here in a private contact book; off compares and forgets (OPS-1).",
    )
    contact_limit: int = _setting(
        50_000, 0, 1_000_000, "people", "How many people one contact book may hold (OPS-1)."
    )
    import_megabytes: int = _setting(
        500, 1, 1_000, "MB", "How large a file may be that a member imports (OPS-1)."
    )
    imports_per_day: int = _setting(
        10, 0, 1_000, "imports", "How many imports one member may begin within a day (OPS-1)."
    )
    import_keep_days: int = _setting(
        30, 1, 3_650, "days", "How long the report of an import stays, and how long it can be undone (OPS-1)."
    )
    pictures_per_post: int = _setting(10, 1, 20, "pictures", "How many pictures one post may show (FEED-1).")
    document_pages: int = _setting(
        50, 1, 300, "pages", "How many pages a document in a post may have (FEED-1)."
    )
    document_megabytes: int = _setting(
        20, 1, 50, "MB", "How large a document in a post may be as a file (FEED-1)."
    )
    post_length: int = _setting(
        3_000, 1, 20_000, "characters", "How long a post or a repost's comment may be (FEED-1)."
    )
    article_length: int = _setting(
        60_000, 1_000, 200_000, "characters", "How long an article may be (FEED-1)."
    )
    posts_per_hour: int = _setting(
        60, 1, 10_000, "posts", "How many posts one member may publish within an hour (FEED-1)."
    )
    comment_length: int = _setting(1_250, 1, 10_000, "characters", "How long a comment may be (FEED-2).")
    comments_per_hour: int = _setting(
        120, 1, 10_000, "comments", "How many comments one member may write within an hour (FEED-2)."
    )
    reports_per_hour: int = _setting(
        20, 1, 1_000, "reports", "How many reports one member may make within an hour (OPS-4)."
    )
    community_name: str = _setting("Rapport", 1, 60, "characters", "What this community calls itself.")
    api_reads_per_minute: int = _setting(
        1_500, 1, 1_000_000, "requests", "How many readings a minute one API token may make (OPS-6)."
    )
    api_writes_per_minute: int = _setting(
        600, 1, 1_000_000, "requests", "How many writings a minute one API token may make (OPS-6)."
    )


SETTINGS: Mapping[str, Setting] = {
    entry.name: Setting(entry.name, type(entry.default), entry.default, **entry.metadata)
    for entry in fields(Limits)
}

_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)
_ON = {"on", "yes", "true", "1"}
_OFF = {"off", "no", "false", "0"}


def setting(name: str) -> Setting:
    """The row of `name`.

    Raises: Invalid, code `unknown_setting`, naming the nearest known one.
    """
    found = SETTINGS.get(name.strip().lower().replace("-", "_"))
    if found is not None:
        return found
    near = difflib.get_close_matches(name.strip().lower(), SETTINGS, n=1, cutoff=0.5)
    if near:
        raise Invalid(
            "There is no setting {name}. Did you mean {nearest}?",
            code="unknown_setting", field="name", name=name, nearest=near[0],
        )  # fmt: skip
    raise Invalid(
        "There is no setting {name}. There are: {known}.",
        code="unknown_setting", field="name", name=name, known=", ".join(sorted(SETTINGS)),
    )  # fmt: skip


def parse(name: str, text: str) -> Value:
    """The value that `text` means for the setting `name`.

    Raises: Invalid, code `unknown_setting`, or code `bad_value` with the allowed values.
    """
    row = setting(name)
    text = text.strip()
    if row.kind is bool:
        if text.lower() in _ON | _OFF:
            return text.lower() in _ON
    elif issubclass(row.kind, StrEnum):
        if text.lower() in list(row.kind):
            chosen: str = row.kind(text.lower())
            return chosen
    elif row.kind is tuple:
        domains = tuple(
            dict.fromkeys(part.strip().lower().lstrip("@") for part in text.split(",") if part.strip())
        )
        if len(domains) <= row.highest and all(_DOMAIN.fullmatch(domain) for domain in domains):
            return domains
    elif row.kind is str:
        if row.lowest <= len(text) <= row.highest and text.isprintable():
            return text
    elif re.fullmatch(r"[+-]?[0-9]{1,15}", text) and row.lowest <= int(text) <= row.highest:
        return int(text)
    raise Invalid(
        "{name} takes {allowed}, not {given}.",
        code="bad_value", field="value", name=row.name, allowed=row.allowed,
        given=f'"{text}"' if text else "nothing",
    )  # fmt: skip


def show(value: Value) -> str:
    """The text that `parse` turns back into `value`; it is also how a setting is stored."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)
