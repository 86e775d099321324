"""Rows about people: into the contact book, each with who of them is here (OPS-1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.rapport_record import RecordRow
from rapport.content.exchange.formats.rows_network import ConnectionRow, EmptyRow, Row
from rapport.content.exchange.formats.rows_profile import ContactRow
from rapport.content.exchange.formats.urls import profile_slug
from rapport.content.exchange.formats.vcard import CardRow
from rapport.content.exchange.queries import matching
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.people.actors.rules import fold
from rapport.people.contacts import actions as contacts
from rapport.people.contacts.keyed import address_hash, slug_hash
from rapport.people.contacts.rules import NAME_LENGTH, NOTE_LENGTH, TEXT_LENGTH, Card, How

_ADDRESS = re.compile(r"[^\s,;<>()\"]+@[^\s,;<>()\"]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a row names, whatever the file; `slug` and `addresses` as they came."""

    name: str
    company: str = ""
    position: str = ""
    note: str = ""
    connected_on: date | None = None
    slug: str = ""
    addresses: tuple[str, ...] = ()


def _line(value: str, at_most: int = TEXT_LENGTH) -> str:
    """`value` on one line, cut where it is too long: nobody typed it here."""
    try:
        return text.one_line(value[: at_most * 2], field="text", at_most=at_most * 2)[:at_most].strip()
    except Invalid:
        return ""


def _lines(value: str) -> str:
    try:
        return text.many_lines(value[:NOTE_LENGTH], field="text", at_most=NOTE_LENGTH)
    except Invalid:
        return ""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def person_of(row: Row) -> Person | None:
    """Whom a row names; None where it names nobody."""
    match row:
        case ConnectionRow():
            found = Person(
                _line(row.name, NAME_LENGTH), _line(row.company), _line(row.position), "",
                row.connected_on, row.slug, (row.email,) if row.email else (),
            )  # fmt: skip
        case ContactRow():
            slug = next((one for url in row.profiles.split(",") if (one := profile_slug(url))), "")
            found = Person(
                _line(row.name, NAME_LENGTH), _line(row.companies), _line(row.title), "",
                None, slug, tuple(_ADDRESS.findall(row.emails)[:20]),
            )  # fmt: skip
        case CardRow():
            found = Person(
                _line(row.name, NAME_LENGTH), _line(row.company), _line(row.title), _lines(row.note),
                None, row.slug, row.emails[:20],
            )  # fmt: skip
        case RecordRow():
            found = Person(
                _line(row.text("name"), NAME_LENGTH), _line(row.text("company")), _line(row.text("position")),
                _lines(row.text("note")), _day(row.text("connected_on")),
            )  # fmt: skip
        case _:
            return None
    return found if text.is_visible(found.name) else None


def card_of(one: Person) -> Card:
    """The card for the book: addresses and slug as keyed hashes."""
    digests = (address_hash(address) for address in one.addresses)
    return Card(
        name=one.name,
        name_key=fold(one.name),
        company=one.company,
        position=one.position,
        connected_on=one.connected_on,
        note=one.note,
        slug=slug_hash(one.slug),
        addresses=tuple(digest for digest in digests if digest),
    )


def _here(turn: Turn, people: Iterable[Person]) -> dict[Person, tuple[int, How]]:
    """Which of them are members, and how that is known."""
    some = list(people)
    addresses = {address.strip().lower() for one in some for address in one.addresses}
    members = matching.by_address(turn.viewer, addresses) if addresses else {}
    found: dict[Person, tuple[int, How]] = {}
    for one in some:
        for address in one.addresses:
            if (member := members.get(address.strip().lower())) is not None:
                found[one] = (member, How.ADDRESS)
                break
        else:
            if one.slug in turn.links:
                found[one] = (turn.links[one.slug], How.LINK)
    return found


def take_people(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Take these rows into the book, a result for each in their order."""
    named = [(row, person_of(row)) for row in rows]
    people = [one for _, one in named if one is not None]
    here = _here(turn, people)
    already = matching.connected(turn.owner, {member for member, _ in here.values()}) if here else set()
    kept = iter(_kept(turn, people, here, already))
    results = []
    for row, one in named:
        if one is None:
            nobody = "closed_account" if isinstance(row, EmptyRow) else "no_name"
            results.append(Result(Outcome.SKIPPED, nobody))
            continue
        result = next(kept)
        if one in here and result.outcome is not Outcome.SKIPPED:
            met = "connected_already" if here[one][0] in already else "found_here"
            result = Result(result.outcome, met, made=result.made)
        results.append(result)
    return results


def _kept(
    turn: Turn, people: Sequence[Person], here: dict[Person, tuple[int, How]], already: Collection[int]
) -> list[Result]:
    """What became of each in the book, or of the offers alone where there are no books here."""
    if not turn.limits.contact_book:
        fresh = contacts.keep_offers(
            owner=turn.owner, found=list(here.values()), source=turn.run, now=turn.now
        )
        return [
            _offer(fresh.pop(here[one][0], None)) if one in here else Result(Outcome.SKIPPED, "not_here")
            for one in people
        ]
    cards = [card_of(one) for one in people]
    kept = contacts.keep(
        owner=turn.owner, cards=cards, source=turn.run, room=turn.limits.contact_limit, now=turn.now
    )
    found = {
        one.contact_id: here[person]
        for person, one in zip(people, kept, strict=True)
        if person in here and one.contact_id is not None
    }
    marked = (
        set(contacts.mark_found(owner=turn.owner, found=found, aside=already, now=turn.now))
        if found
        else set()
    )
    return [_result(one, marked) for one in kept]


def _offer(contact_id: UUID | None) -> Result:
    if contact_id is None:
        return Result(Outcome.MERGED, "known")
    return Result(Outcome.IMPORTED, made=(("contact", str(contact_id)),))


def _result(one: contacts.Kept, marked: set[UUID]) -> Result:
    if one.contact_id is None:
        return Result(Outcome.SKIPPED, "book_full")
    made: list[tuple[object, ...]] = []
    key = str(one.contact_id)
    if one.created:
        made.append(("contact", key))
    elif one.changed:
        filled = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in one.filled.items()
        }
        made.append(("filled", key, filled, list(one.addresses)))
    if one.contact_id in marked:
        marked.discard(one.contact_id)
        if not one.created:
            made.append(("found", key))
    if one.created:
        return Result(Outcome.IMPORTED, made=tuple(made))
    return Result(Outcome.MERGED, "filled" if one.changed else "known", made=tuple(made))
