"""Taking an import back, the last row first: what it made goes, what it replaced returns (OPS-1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rapport.content.exchange import files
from rapport.content.exchange.models import ImportRow, ImportRun, KeptAside
from rapport.content.exchange.rules.choices import CHOICES
from rapport.content.exchange.rules.drafted import PLACED
from rapport.content.exchange.rules.process import CHUNK, State
from rapport.content.posts.actions import drafting, tagging
from rapport.content.posts.models import Draft
from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.models import ContactDetail, Entry, Profile, Skill
from rapport.content.profiles.rules.sections import FIELDS, Detail, Section
from rapport.kernel.errors import Invalid, Refused
from rapport.kernel.limits.rules import Limits
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.contacts import actions as contacts
from rapport.people.contacts.models import Contact
from rapport.people.relationships.actions import choosing, following
from rapport.people.relationships.queries.notes import note_about
from rapport.people.ties import queries as ties

LEFT_AT_MOST = 200


@dataclass(frozen=True)
class Back:
    """Whose import is taken back, and when."""

    owner: int
    now: datetime
    limits: Limits


def _found(back: Back, contact_id: str) -> bool:
    contacts.unmark(owner=back.owner, contact_ids=[UUID(contact_id)])
    return True


def _filled(back: Back, contact_id: str, filled: Mapping[str, Any], addresses: list[str]) -> bool:
    values = dict(filled)
    if "connected_on" in values:
        values["connected_on"] = date.fromisoformat(values["connected_on"])
    rows = Contact.objects.filter(pk=contact_id, owner_id=back.owner)
    whole = contacts.take_back(
        owner=back.owner, contact_id=UUID(contact_id), filled=values, addresses=addresses
    )
    return whole or not rows.exists()


def _note(back: Back, contact_id: str, before: str, after: str) -> bool:
    rows = Contact.objects.filter(pk=contact_id, owner_id=back.owner)
    return bool(rows.filter(note=after).update(note=before)) or not rows.exists()


def _follows(back: Back, contact_id: str) -> bool:
    Contact.objects.filter(pk=contact_id, owner_id=back.owner).update(follows=True)
    return True


def _tie_note(back: Back, member: int, before: list[str] | None, after: str) -> bool:
    kept = note_about(Viewer(back.owner), member)
    if kept.note != after:
        return not kept.note
    note, at = (before[0], datetime.fromisoformat(before[1])) if before else ("", back.now)
    choosing.keep_note(
        owner=back.owner, other=member, note=note, how_met=kept.how_met, tags=list(kept.tags),
        rhythm_weeks=kept.rhythm_weeks, now=at,
    )  # fmt: skip
    return True


def _follow(back: Back, company: int) -> bool:
    if ties.follows(back.owner, company):
        following.unfollow(follower=back.owner, followee=company)
    return True


def _values(row: Entry, section: Section) -> dict[str, str]:
    return {field.name: getattr(row, field.column.value) for field in FIELDS[section]}


def _entry(back: Back, section: str, entry_id: str, made: Mapping[str, str]) -> bool:
    kind = Section(section)
    row = Entry.objects.filter(pk=entry_id, owner_id=back.owner).first()
    if row is None:
        return True
    if _values(row, kind) != made:
        return False
    entries.remove_entry(owner_id=back.owner, section=kind, entry_id=row.pk)
    return True


def _entry_changed(
    back: Back, section: str, entry_id: str, before: Mapping[str, str], after: Mapping[str, str]
) -> bool:
    kind = Section(section)
    row = Entry.objects.filter(pk=entry_id, owner_id=back.owner).first()
    if row is None:
        return True
    now = _values(row, kind)
    same = {name: value for name, value in before.items() if now[name] == after[name]}
    if same:
        entries.change_entry(owner_id=back.owner, section=kind, entry_id=row.pk, values=same, now=back.now)
    return len(same) == len(before)


def _skill(back: Back, skill_id: str) -> bool:
    if Skill.objects.filter(pk=skill_id, owner_id=back.owner).exists():
        skills.remove_skill(owner_id=back.owner, skill_id=UUID(skill_id))
    return True


def _fact(back: Back, name: str, before: str, after: str) -> bool:
    if getattr(Profile.objects.get(pk=back.owner), name) != after:
        return False
    facts.edit_facts(owner_id=back.owner, changes={name: before})
    return True


def _face(name: str) -> Callable[[Back, str, str], bool]:
    def take_back(back: Back, before: str, after: str) -> bool:
        if Actor.objects.values_list(name, flat=True).get(pk=back.owner) != after:
            return False
        actors.change_face(actor_id=back.owner, limits=back.limits, **{name: before})
        return True

    return take_back


def _picture(back: Back, key: str) -> bool:
    shown = Actor.objects.values_list("picture", flat=True).get(pk=back.owner)
    if shown == key:
        actors.remove_picture(actor_id=back.owner)
    return shown in ("", key)


def _chosen(back: Back, part: str, name: str, before: Any, after: Any) -> bool:
    if CHOICES[part].now(back.owner, name) != after:
        return False
    CHOICES[part].write(back.owner, name, before, back.now)
    return True


def _detail(back: Back, kind: str, before: str, after: str) -> bool:
    rows = ContactDetail.objects.filter(owner_id=back.owner, kind=kind)
    if rows.values_list("value", flat=True).first() != after:
        return not rows.exists()
    contact.set_contact_detail(owner_id=back.owner, kind=Detail(kind), value=before, now=back.now)
    return True


def _draft(back: Back, draft_id: str) -> bool:
    """Discard it where it still says what the import wrote; one that was published or discarded is not looked for."""
    row = Draft.objects.filter(pk=draft_id, owner_id=back.owner).first()
    if row is None:
        return True
    if row.version > 1 or row.publish_at is not None or row.problem is not None:
        return False
    drafting.discard(by=Viewer(back.owner), draft_id=row.pk)
    return True


def _hashtag(back: Back, name: str) -> bool:
    tagging.unfollow_hashtag(by=Viewer(back.owner), name=name)
    return True


def _placed(back: Back, kind: str, digest: str) -> bool:
    rows = KeptAside.objects.filter(owner_id=back.owner, digest=digest)
    if not rows.filter(kind=kind).exists():
        rows.filter(kind=f"{kind}{PLACED}").update(kind=kind)
    return True


BACK: Mapping[str, Callable[..., bool]] = {
    "found": _found,
    "filled": _filled,
    "note": _note,
    "follows": _follows,
    "tie_note": _tie_note,
    "follow": _follow,
    "draft": _draft,
    "hashtag": _hashtag,
    "placed": _placed,
    "entry": _entry,
    "entry_changed": _entry_changed,
    "skill": _skill,
    "fact": _fact,
    "headline": _face("headline"),
    "name": _face("name"),
    "picture": _picture,
    "chosen": _chosen,
    "detail": _detail,
}
"""How each thing that a row made is taken back; whether nothing of it is left. New contacts go many at once."""


def undo_some(run: ImportRun, *, now: datetime, limits: Limits) -> bool:
    """Take back one chunk of rows, the last first, in one transaction; whether there is more to do."""
    with transaction.atomic():
        if not ImportRun.objects.filter(pk=run.pk, state=State.UNDOING.value, step=run.step).update(
            step=F("step") + 1
        ):
            return False
        rows = list(
            ImportRow.objects.filter(owner_id=run.owner_id, run_id=run.pk).order_by("-number")[:CHUNK]
        )
        if not rows:
            _end(run, now)
            return False
        left = _take_back(Back(run.owner_id, now, limits), rows)
        ImportRow.objects.filter(owner_id=run.owner_id, run_id=run.pk, number__gte=rows[-1].number).delete()
        ImportRun.objects.filter(pk=run.pk).update(
            taken=F("taken") + len(rows), left=[*run.left, *left][:LEFT_AT_MOST], stalls=0, changed_at=now
        )
    run.step, run.taken, run.left = run.step + 1, run.taken + len(rows), [*run.left, *left][:LEFT_AT_MOST]
    return True


def _take_back(back: Back, rows: list[ImportRow]) -> list[list[Any]]:
    """Take back what these rows made; gives where something was changed since, and stays."""
    left: list[list[Any]] = []
    created: list[UUID] = []
    for row in rows:
        whole = True
        for verb, *given in reversed(row.made or []):
            if verb == "contact":
                created.append(UUID(given[0]))
                continue
            try:
                with transaction.atomic():
                    whole &= BACK[verb](back, *given)
            except (Invalid, Refused):
                whole = False
        if not whole:
            left.append([row.kind, row.file, row.line])
    contacts.forget_some(owner=back.owner, contact_ids=created)
    return left


def _end(run: ImportRun, now: datetime) -> None:
    """Nothing is left of it but, where something was changed since, the word of that."""
    KeptAside.objects.filter(run_id=run.pk).delete()
    if run.left:
        ImportRun.objects.filter(pk=run.pk).update(
            state=State.UNDONE.value, changed_at=now, finished_at=now, files=[], counts={}, parts=[]
        )
    else:
        ImportRun.objects.filter(pk=run.pk).delete()
    transaction.on_commit(lambda: files.remove(run.pk))
