"""Rows about people in the book: notes, old invitations, follows that were ended; and about companies (OPS-1)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rapport.content.exchange.actions.rows_kept import keep_aside
from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import (
    CompanyFollowRow,
    FollowStatus,
    InvitationRow,
    MemberFollowRow,
    NoteRow,
    Row,
)
from rapport.content.exchange.queries import matching
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.kernel import text
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors.rules import fold
from rapport.people.contacts import actions as contacts
from rapport.people.contacts import queries as book
from rapport.people.contacts.keyed import slug_hash
from rapport.people.contacts.rules import NOTE_LENGTH
from rapport.people.relationships.actions import choosing, following
from rapport.people.relationships.queries.notes import note_about
from rapport.people.ties import queries as ties


def _clean(note: str) -> str:
    try:
        return text.many_lines(note[:NOTE_LENGTH], field="note", at_most=NOTE_LENGTH)
    except Invalid:
        return ""


def take_invitations(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Keep old invitations aside, and give their words to the contact they are about, where nothing is noted yet."""
    results = keep_aside(turn, Kind.INVITATIONS, rows, ["invitation"] * len(rows))
    slugs = {slug_hash(row.slug) for row in rows if isinstance(row, InvitationRow) and row.slug and row.note}
    known = dict(book.by_slug(turn.owner, slugs)) if slugs else {}
    for place, row in enumerate(rows):
        if not isinstance(row, InvitationRow) or results[place].outcome is not Outcome.KEPT:
            continue
        note, key = _clean(row.note), slug_hash(row.slug)
        if note and key in known and not known[key][2]:
            contact, member, _ = known[key]
            contacts.set_note(owner=turn.owner, contact_id=contact, note=note)
            known[key] = (contact, member, note)
            results[place] = Result(Outcome.KEPT, "note_added", made=(("note", str(contact), "", note),))
    return results


def take_notes(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Private notes: to the tie with a member (REL-18), else to the contact; kept aside where neither is known."""
    results = []
    for row in rows:
        note = _clean(row.note) if isinstance(row, NoteRow) else ""
        found = _whom(turn, row) if isinstance(row, NoteRow) and note else None
        if found is None:
            results += keep_aside(turn, Kind.NOTES, [row], ["nobody_to_note"])
        elif found[1] is not None:
            results.append(_tie_note(turn, found[1], note))
        elif note in found[2]:
            results.append(Result(Outcome.MERGED, "known"))
        else:
            whole = f"{found[2]}\n\n{note}".strip()[:NOTE_LENGTH]
            contacts.set_note(owner=turn.owner, contact_id=found[0], note=whole)
            results.append(Result(Outcome.IMPORTED, made=(("note", str(found[0]), found[2], whole),)))
    return results


def _whom(turn: Turn, row: NoteRow) -> tuple[UUID, int | None, str] | None:
    """The contact a note is about: by the name of the profile, else by a name that only one of them has."""
    if row.slug:
        key = slug_hash(row.slug)
        return dict(book.by_slug(turn.owner, {key})).get(key)
    return book.only_one_named(turn.owner, fold(row.name))


def _tie_note(turn: Turn, member: int, note: str) -> Result:
    old = note_about(turn.viewer, member)
    if note in old.note:
        return Result(Outcome.MERGED, "known")
    whole = f"{old.note}\n\n{note}".strip()
    try:
        choosing.keep_note(
            owner=turn.owner, other=member, note=whole, how_met=old.how_met, tags=list(old.tags),
            rhythm_weeks=old.rhythm_weeks, now=turn.now,
        )  # fmt: skip
    except Invalid as wrong:
        return Result(Outcome.FAILED, wrong.code, {"_": wrong.template, **wrong.values})
    before = None if old.changed_at is None else [old.note, old.changed_at.isoformat()]
    return Result(Outcome.IMPORTED, made=(("tie_note", member, before, whole),))


def take_member_follows(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Follows are known by full name alone: an ended one is remembered where the name is one contact's."""
    reasons, marks = [], []
    for row in rows:
        named = []
        if isinstance(row, MemberFollowRow) and row.status is not FollowStatus.ACTIVE:
            named = book.by_name(turn.owner, fold(row.name))
        marks.append(named[0][0] if len(named) == 1 else None)
        reasons.append("follow_ended" if len(named) == 1 else "ambiguous" if named else "by_name_alone")
    results = keep_aside(turn, Kind.MEMBER_FOLLOWS, rows, reasons)
    for place, contact in enumerate(marks):
        if contact is None:
            result, row = results[place], rows[place]
            if result.reason == "ambiguous" and isinstance(row, MemberFollowRow):
                results[place] = Result(result.outcome, result.reason, {"name": row.name})
            continue
        if contacts.set_follows(owner=turn.owner, contact_id=contact, follows=False):
            results[place] = Result(Outcome.IMPORTED, "follow_ended", made=(("follows", str(contact)),))
        elif results[place].outcome is Outcome.KEPT:
            results[place] = Result(Outcome.MERGED, "known")
    return results


def take_company_follows(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Follow the companies that have a page of exactly that name; the others are kept aside."""
    results: list[Result | None] = []
    for row in rows:
        name = row.organization if isinstance(row, CompanyFollowRow) else ""
        company = matching.company_named(fold(name)) if name else None
        results.append(None if company is None else _follow(turn, company))
    left = [row for row, result in zip(rows, results, strict=True) if result is None]
    kept = iter(keep_aside(turn, Kind.COMPANY_FOLLOWS, left, ["no_such_company"] * len(left)))
    return [next(kept) if result is None else result for result in results]


def _follow(turn: Turn, company: int) -> Result:
    if ties.follows(turn.owner, company):
        return Result(Outcome.MERGED, "known")
    try:
        following.follow(follower=turn.owner, followee=company, now=turn.now)
    except Absent:
        return Result(Outcome.SKIPPED, "no_such_company")
    except Refused as refused:
        return Result(Outcome.SKIPPED, refused.code, {"_": refused.template, **refused.values})
    return Result(Outcome.IMPORTED, "company_followed", made=(("follow", company),))
