"""The one row about the owner: headline, facts, birthday and address, websites (OPS-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapport.content.exchange.actions.rows_entries import standing, take_entry
from rapport.content.exchange.actions.rows_kept import keep_aside
from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.json_resume import BasicsRow
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import EmailRow, ProfileRow
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.content.profiles.actions import contact, facts
from rapport.content.profiles.models import ContactDetail, Profile
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.errors import Invalid
from rapport.people.accounts import queries as accounts
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor

Made = list[tuple[Any, ...]]


def _day(value: PartialDate | None) -> str:
    if value is None or value.month is None or value.day is None:
        return ""
    year = f"{value.year:04}-" if value.year else "--"
    return f"{year}{value.month:02}-{value.day:02}"


def _told(row: Row) -> tuple[Mapping[str, str], Mapping[Detail, str], str, list[tuple[str, str]]]:
    """Facts, contact details, headline and links of a row about the owner."""
    if isinstance(row, ProfileRow):
        return (
            {"about": row.summary, "location": row.location, "industry": row.industry},
            {Detail.BIRTHDAY: _day(row.birthday), Detail.ADDRESS: row.address},
            row.headline,
            [("", link.address) for link in row.websites],
        )
    assert isinstance(row, BasicsRow)
    return (
        {"about": row.summary, "location": row.location},
        {Detail.PHONE: row.phone, Detail.ADDRESS: row.address},
        row.headline,
        [(link.kind, link.address) for link in row.links],
    )


def take_profile(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Fill what is empty, or replace what stands where the member said so; sections keep their audiences."""
    return [
        _take(turn, row) if isinstance(row, ProfileRow | BasicsRow) else Result(Outcome.SKIPPED, "no_name")
        for row in rows
    ]


def _take(turn: Turn, row: Row) -> Result:
    told, details, headline, links = _told(row)
    made: Made = []
    left: list[str] = []
    fill_facts(turn, told, made, left)
    fill_face(turn, "headline", headline, made, left)
    fill_details(turn, details, made, left)
    known = standing(turn.owner, Section.LINKS)
    for title, url in links:
        result = take_entry(turn, Section.LINKS, {"title": title.title(), "url": url}, known)
        made += result.made
        if result.outcome is Outcome.FAILED:
            left.append("website")
    outcome = Outcome.IMPORTED if made else Outcome.MERGED
    if left:
        return Result(outcome, "parts_left_out", {"fields": ", ".join(dict.fromkeys(left))}, tuple(made))
    return Result(outcome, "" if made else "nothing_new", made=tuple(made))


def fill_facts(turn: Turn, told: Mapping[str, str], made: Made, left: list[str]) -> None:
    """Fill facts that are empty, or replace them; what cannot be taken is `left`."""
    row = Profile.objects.filter(pk=turn.owner).first()
    for name, value in told.items():
        old = getattr(row, name) if row is not None else ""
        if not value.strip() or value == old or (old and not turn.replace):
            continue
        try:
            facts.edit_facts(owner_id=turn.owner, changes={name: value})
        except Invalid:
            left.append(name)
            continue
        new = getattr(Profile.objects.get(pk=turn.owner), name)
        if new != old:
            made.append(("fact", name, old, new))


def fill_face(turn: Turn, name: str, value: str, made: Made, left: list[str]) -> None:
    """Fill an empty headline, or replace it or the name, which is never empty."""
    rows = Actor.objects.filter(pk=turn.owner).values_list(name, flat=True)
    old = rows.get()
    if not value.strip() or value == old or (old and not turn.replace):
        return
    try:
        actors.change_face(actor_id=turn.owner, limits=turn.limits, **{name: value})
    except Invalid:
        left.append(name)
        return
    new = rows.get()
    if new != old:
        made.append((name, old, new))


def fill_details(turn: Turn, details: Mapping[Detail, str], made: Made, left: list[str]) -> None:
    """Birthday, address and phone keep the audience they have: at first, the owner alone (PRO-2)."""
    rows = ContactDetail.objects.filter(owner_id=turn.owner)
    for kind, value in details.items():
        old = rows.filter(kind=kind.value).values_list("value", flat=True).first() or ""
        if not value.strip() or value == old or (old and not turn.replace):
            continue
        try:
            contact.set_contact_detail(owner_id=turn.owner, kind=kind, value=value, now=turn.now)
        except Invalid:
            left.append(kind.value)
            continue
        new = rows.filter(kind=kind.value).values_list("value", flat=True).first() or ""
        if new != old:
            made.append(("detail", kind.value, old, new))


def take_emails(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Addresses are kept to be suggested alone: none is added, and none counts as verified."""
    own = accounts.address_of(turn.owner)
    results: list[Result] = []
    for row in rows:
        if isinstance(row, EmailRow) and row.email.strip().lower() == own:
            results.append(Result(Outcome.MERGED, "own_address"))
        else:
            results += keep_aside(turn, Kind.EMAILS, [row], ["add_address"])
    return results
