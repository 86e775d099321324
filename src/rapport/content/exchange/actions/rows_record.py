"""Rows of the document of another Rapport: profile, choices, picture, contact book, and what is kept (OPS-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from rapport.content.exchange.actions.rows_entries import Standing, standing, take_entry, take_skills
from rapport.content.exchange.actions.rows_kept import digest_of, keep_data
from rapport.content.exchange.actions.rows_people import take_people
from rapport.content.exchange.actions.rows_posts import KEPT
from rapport.content.exchange.actions.rows_profile import Made, fill_details, fill_face, fill_facts
from rapport.content.exchange.actions.turn import Turn
from rapport.content.exchange.formats.rapport_record import RecordRow
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import SkillRow
from rapport.content.exchange.models import KeptAside
from rapport.content.exchange.rules.choices import CHOICES
from rapport.content.exchange.rules.reasons import Outcome, Result
from rapport.content.profiles.actions import entries
from rapport.content.profiles.models import Entry
from rapport.content.profiles.rules.checks import FACTS
from rapport.content.profiles.rules.sections import DATED, FIELDS, Detail, Section
from rapport.kernel.errors import Invalid, TooMany
from rapport.kernel.media import actions as media
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.contacts import actions as contacts

KIND_LENGTH = KeptAside._meta.get_field("kind").max_length or 0


def painted(turn: Turn, rows: Sequence[Any]) -> list[Any]:
    """The rows, a picture among them drawn anew and kept: that takes a while, and is done outside a transaction."""
    return [_painted(turn, row) if isinstance(row, RecordRow) and row.blob else row for row in rows]


def _painted(turn: Turn, row: RecordRow) -> RecordRow:
    if Actor.objects.exclude(picture="").filter(pk=turn.owner).exists():
        return replace(row, blob=b"")
    try:
        return replace(row, blob=b"", data={"key": media.keep(row.blob)})
    except (Invalid, TooMany) as wrong:
        values = {name: value for name, value in wrong.values.items() if isinstance(value, str | int)}
        return replace(row, blob=b"", data={"code": wrong.code, "wrong": {"_": wrong.template, **values}})


def _chosen(turn: Turn, part: str, values: Mapping[str, Any], made: Made, left: list[str]) -> None:
    """Choose as there, where nothing was chosen here, or the member let the file win."""
    known = CHOICES[part]
    for name, value in values.items():
        untouched = known.untouched.get(name)
        before = known.now(turn.owner, name)
        if type(value) is not type(untouched if untouched is not None else "") or value == before:
            continue
        if before != untouched and not turn.replace:
            continue
        try:
            with transaction.atomic():
                known.write(turn.owner, name, value, turn.now)
        except Invalid:
            left.append(name)
            continue
        made.append(("chosen", part, name, before, known.now(turn.owner, name)))


def _result(made: Made, left: Sequence[str]) -> Result:
    outcome = Outcome.IMPORTED if made else Outcome.MERGED
    if left:
        return Result(outcome, "parts_left_out", {"fields": ", ".join(dict.fromkeys(left))}, tuple(made))
    return Result(outcome, "" if made else "nothing_new", made=tuple(made))


def _face(turn: Turn, row: RecordRow) -> Result:
    made: Made = []
    left: list[str] = []
    fill_face(turn, "headline", row.text("headline"), made, left)
    fill_face(turn, "name", row.text("name"), made, left)
    _chosen(turn, "face", {"picture_audience": row.data.get("picture_audience")}, made, left)
    return _result(made, left)


def _profile(turn: Turn, row: RecordRow) -> Result:
    made: Made = []
    left: list[str] = []
    fill_facts(turn, {name: row.text(name) for name in FACTS}, made, left)
    known = CHOICES["profile"].untouched
    _chosen(turn, "profile", {name: row.data[name] for name in known if name in row.data}, made, left)
    return _result(made, left)


def _detail(turn: Turn, row: RecordRow) -> Result:
    if row.text("kind") not in list(Detail):
        return Result(Outcome.SKIPPED, "not_known_here")
    kind = Detail(row.text("kind"))
    made: Made = []
    left: list[str] = []
    if kind is not Detail.EMAIL:
        fill_details(turn, {kind: row.text("value")}, made, left)
    _chosen(turn, "contact_details", {kind.value: row.data.get("audience")}, made, left)
    return _result(made, left)


def _picture(turn: Turn, row: RecordRow) -> Result:
    if "wrong" in row.data:
        return Result(Outcome.FAILED, str(row.data["code"]), row.data["wrong"])
    if "key" not in row.data or Actor.objects.exclude(picture="").filter(pk=turn.owner).exists():
        return Result(Outcome.MERGED, "picture_stands")
    actors.give_picture(actor_id=turn.owner, key=row.data["key"])
    return Result(Outcome.IMPORTED, made=(("picture", row.data["key"]),))


def _settings(turn: Turn, row: RecordRow) -> Result:
    made: Made = []
    left: list[str] = []
    if row.part == "notices":
        _chosen(turn, "notices", {row.text("kind"): row.text("frequency")}, made, left)
    else:
        known = CHOICES[row.part].untouched
        _chosen(turn, row.part, {name: row.data[name] for name in known if name in row.data}, made, left)
    return _result(made, left)


_TAKES: Mapping[str, Callable[[Turn, RecordRow], Result]] = {
    "face": _face, "profile": _profile, "contact_details": _detail, "picture": _picture,
    "network": _settings, "account": _settings, "notices": _settings,
}  # fmt: skip


def take_own(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """Profile and choices as they were there: what is empty or untouched here is filled, in the same order."""
    known: dict[Section, Standing] = {}
    added: dict[Section, list[tuple[int, UUID]]] = {}
    results = []
    for row in rows:
        assert isinstance(row, RecordRow)
        if row.part == "entries":
            results.append(_entry(turn, row, known, added))
        elif row.part == "skills":
            results += take_skills(turn, [SkillRow(name=row.text("name"))])
        else:
            results.append(_TAKES[row.part](turn, row))
    for section, places in added.items():
        _reorder(turn, section, places)
    return results


def _entry(
    turn: Turn, row: RecordRow, known: dict[Section, Standing], added: dict[Section, list[tuple[int, UUID]]]
) -> Result:
    if row.text("section") not in list(FIELDS):
        return Result(Outcome.SKIPPED, "not_known_here")
    section = Section(row.text("section"))
    if section not in known:
        known[section] = standing(turn.owner, section)
    values = {field.name: row.text(field.column.value) for field in FIELDS[section]}
    result = take_entry(turn, section, values, known[section])
    place = row.data.get("place")
    for verb, *made in result.made:
        if verb == "entry":
            added.setdefault(section, []).append((place if isinstance(place, int) else 0, UUID(str(made[1]))))
    return result


def _reorder(turn: Turn, section: Section, places: Sequence[tuple[int, UUID]]) -> None:
    """The order there, where its owner had chosen one and nothing else stands in the section."""
    chosen = section in DATED and any(place for place, _ in places)
    if chosen and Entry.objects.filter(owner_id=turn.owner, section=section.value).count() == len(places):
        entries.reorder(owner_id=turn.owner, section=section, order=[entry for _, entry in places])


def take_book(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """The contact book as it was there; of those who are new, who had ended a follow is remembered."""
    results = take_people(turn, rows)
    for row, result in zip(rows, results, strict=True):
        if isinstance(row, RecordRow) and row.data.get("follows") is False:
            for verb, *made in result.made:
                if verb == "contact":
                    contacts.set_follows(owner=turn.owner, contact_id=UUID(str(made[0])), follows=False)
    return results


def take_kept(turn: Turn, rows: Sequence[Row]) -> list[Result]:
    """What was kept there is kept here, or has its place; ties to people of another site are kept as they came."""
    named: list[tuple[str, dict[str, Any], str] | Result] = []
    for row in rows:
        assert isinstance(row, RecordRow)
        kind, data = row.text("kind"), row.data.get("data")
        if row.part != "kept_aside":
            named.append((f"rapport_{row.part}", dict(row.data), "tie_elsewhere"))
        elif kind in KEPT and isinstance(data, dict):
            named.append(KEPT[kind](turn, data))
        elif kind and len(kind) <= KIND_LENGTH and isinstance(data, dict):
            named.append((kind, data, "no_place_yet"))
        else:
            named.append(Result(Outcome.SKIPPED, "not_known_here"))
    left = [one for one in named if not isinstance(one, Result)]
    kept = iter(keep_data(turn, [(kind, data, digest_of(data), reason) for kind, data, reason in left]))
    return [one if isinstance(one, Result) else next(kept) for one in named]
