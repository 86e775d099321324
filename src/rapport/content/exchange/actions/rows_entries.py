"""Rows of sections: entries and skills, merged with those that stand, through the profile's own actions (OPS-1)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import SkillRow
from rapport.content.exchange.rules.profile_rows import SECTIONS, key_of, same_time, values_of
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.content.profiles.actions import entries, skills
from rapport.content.profiles.models import Entry, Skill
from rapport.content.profiles.rules.sections import FIELDS, Section
from rapport.kernel.errors import Invalid, Refused
from rapport.people.actors.rules import fold

Standing = dict[tuple[str, ...], list[tuple[UUID, dict[str, str]]]]


def refused(error: Invalid | Refused) -> Result:
    """The result of a row that a rule of the profile refuses, with the rule's own sentence."""
    values = {name: value for name, value in error.values.items() if isinstance(value, str | int)}
    outcome = Outcome.SKIPPED if isinstance(error, Refused) else Outcome.FAILED
    return Result(outcome, error.code, {"_": error.template, **values})


def standing(owner: int, section: Section) -> Standing:
    """The entries of a section by what makes two of them one."""
    found: Standing = {}
    for row in Entry.objects.filter(owner_id=owner, section=section.value).order_by("place", "id"):
        values = {field.name: getattr(row, field.column.value) for field in FIELDS[section]}
        found.setdefault(key_of(section, values), []).append((row.pk, values))
    return found


def take_entries(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Add what is new to a section and fill what stands, a result for each row."""
    known: dict[Section, Standing] = {}
    results = []
    for row in rows:
        section = SECTIONS.get(type(row))
        if section is None:
            results.append(Result(Outcome.SKIPPED, "no_name"))
            continue
        if section not in known:
            known[section] = standing(turn.owner, section)
        results.append(take_entry(turn, section, values_of(row, section), known[section]))
    return results


def take_entry(turn: Turn, section: Section, values: dict[str, str], known: Standing) -> Result:
    """One entry: new, filling one that stands, replacing it where the member said so, or known."""
    key = key_of(section, values)
    same = next((one for one in known.get(key, ()) if same_time(one[1], values)), None)
    if same is None:
        return _added(turn, section, values, known)
    entry, old = same
    wanted = {
        name: value
        for name, value in values.items()
        if value and value != old[name] and (turn.replace or not old[name])
    }
    if not wanted:
        return Result(Outcome.MERGED, "known")
    return _changed(turn, section, entry, old, wanted)


def _added(turn: Turn, section: Section, values: dict[str, str], known: Standing) -> Result:
    left: list[str] = []
    while True:
        try:
            entry = entries.add_entry(
                owner_id=turn.owner, section=section, values=values, news=False, now=turn.now
            )
        except (Invalid, Refused) as error:
            field = _droppable(section, values, error)
            if field is None:
                return refused(error)
            values = {**values, field: ""}
            left.append(field)
            continue
        break
    row = Entry.objects.get(pk=entry)
    kept = {field.name: getattr(row, field.column.value) for field in FIELDS[section]}
    known.setdefault(key_of(section, kept), []).append((entry, kept))
    made = (("entry", section.value, str(entry), kept),)
    if left:
        return Result(Outcome.IMPORTED, "parts_left_out", {"fields": ", ".join(left)}, made)
    return Result(Outcome.IMPORTED, made=made)


def _droppable(section: Section, values: dict[str, str], error: Invalid | Refused) -> str | None:
    """The field without which the entry may stand, where that is what is wrong with it."""
    fields = {field.name: field for field in FIELDS[section]}
    field = fields.get(error.field or "") if isinstance(error, Invalid) else None
    return field.name if field is not None and not field.required and values.get(field.name) else None


def _changed(
    turn: Turn, section: Section, entry: UUID, old: dict[str, str], wanted: dict[str, str]
) -> Result:
    try:
        entries.change_entry(
            owner_id=turn.owner, section=section, entry_id=entry, values=wanted, now=turn.now
        )
    except Invalid as error:
        return refused(error)
    row = Entry.objects.get(pk=entry)
    new = {field.name: getattr(row, field.column.value) for field in FIELDS[section] if field.name in wanted}
    before = {name: old[name] for name in wanted}
    reason = "replaced" if any(before.values()) else "filled"
    old.update(new)
    return Result(Outcome.MERGED, reason, made=(("entry_changed", section.value, str(entry), before, new),))


def take_skills(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """List the skills that are not listed yet."""
    known = set(Skill.objects.filter(owner_id=turn.owner).values_list("name_key", flat=True))
    results = []
    for row in rows:
        name = row.name if isinstance(row, SkillRow) else ""
        key = fold(" ".join(name.split()))
        if key in known:
            results.append(Result(Outcome.MERGED, "known"))
            continue
        try:
            skill = skills.add_skill(owner_id=turn.owner, name=name, now=turn.now)
        except (Invalid, Refused) as error:
            results.append(refused(error))
            continue
        known.add(key)
        results.append(Result(Outcome.IMPORTED, made=(("skill", str(skill)),)))
    return results
