"""A résumé as JSON (jsonresume.org, version 1): the sections that Rapport has, as the rows an archive would give."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapport.content.exchange.formats.bounds import DEFAULT, MIB, Bounds
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, RowFault, Unreadable
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import (
    AssociationRow,
    CertificationRow,
    CourseRow,
    EducationRow,
    LanguageRow,
    PositionRow,
    ProjectRow,
    SkillRow,
)
from rapport.content.exchange.formats.urls import Link

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicsRow(Row):
    """Who the résumé is about; `file` is the section and `line` the number of the item, as in all its rows."""

    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    summary: str = ""
    location: str = ""
    address: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Resume:
    """What was read, what could not be, and the names of sections that have no place here."""

    basics: BasicsRow | None
    rows: Mapping[Kind, tuple[Row, ...]]
    bad: tuple[BadRow, ...]
    unknown: tuple[str, ...]


class _Bad(Exception):
    """An item is not what its section has."""

    def __init__(self, fault: RowFault, column: str, value: str) -> None:
        super().__init__(column)
        self.fault = fault
        self.column = column
        self.value = value


class _Item:
    """One object of the document, whose values are asked for by kind."""

    def __init__(self, section: str, number: int, value: Any, bounds: Bounds) -> None:
        if not isinstance(value, dict):
            raise _Bad(RowFault.SHAPE, section, _shown(value))
        self.section = section
        self.number = number
        self._value: dict[str, Any] = value
        self._bounds = bounds

    def text(self, *names: str) -> str:
        """The first of these that is there, "" without."""
        for name in names:
            value = self._value.get(name)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                raise _Bad(RowFault.SHAPE, name, _shown(value))
            if len(value) > self._bounds.field_chars:
                raise _Bad(RowFault.FIELD_TOO_LONG, name, "")
            return value.replace("\0", "").encode("utf-8", "replace").decode().strip()
        return ""

    def needed(self, *names: str) -> str:
        """As `text`, but it has to be there."""
        if value := self.text(*names):
            return value
        raise _Bad(RowFault.MISSING, names[0], "")

    def date(self, name: str) -> PartialDate | None:
        """Year and month of a date."""
        text = self.text(name)
        if not text:
            return None
        found = _DATE.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            PartialDate(*(int(part) if part else None for part in found.groups()))
            return PartialDate(int(found[1]), int(found[2]) if found[2] else None)
        except ValueError:
            raise _Bad(RowFault.DATE, name, text) from None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _Bad(RowFault.SHAPE, name, _shown(value))
        return tuple(one.strip() for one in value[: self._bounds.items] if one.strip())

    def items(self, name: str) -> list[_Item]:
        """A list of objects."""
        value = self._value.get(name) or []
        if not isinstance(value, list):
            raise _Bad(RowFault.SHAPE, name, _shown(value))
        return [_Item(name, number, one, self._bounds) for number, one in enumerate(value[:100], start=1)]

    def item(self, name: str) -> _Item:
        """One object within this one."""
        return _Item(name, 1, self._value.get(name) or {}, self._bounds)


def _position(item: _Item) -> list[Row]:
    told = "\n".join([item.text("summary", "description"), *(f"• {one}" for one in item.texts("highlights"))])
    return [
        PositionRow(
            file=item.section,
            line=item.number,
            company=item.needed("name", "company", "position"),
            title=item.text("position"),
            description=told.strip(),
            location=item.text("location"),
            started=item.date("startDate"),
            finished=item.date("endDate"),
        )
    ]


def _education(item: _Item) -> list[Row]:
    degree = ", ".join(one for one in (item.text("studyType"), item.text("area")) if one)
    school = EducationRow(
        file=item.section,
        line=item.number,
        school=item.needed("institution"),
        started=item.date("startDate"),
        finished=item.date("endDate"),
        degree=degree,
        notes=item.text("score"),
    )
    courses = (CourseRow(file=item.section, line=item.number, name=one) for one in item.texts("courses"))
    return [school, *courses]


def _skill(item: _Item) -> list[Row]:
    names = dict.fromkeys([item.text("name"), *item.texts("keywords")])
    return [SkillRow(file=item.section, line=item.number, name=name) for name in names if name]


def _language(item: _Item) -> list[Row]:
    name, fluency = item.needed("language", "name"), item.text("fluency")
    return [LanguageRow(file=item.section, line=item.number, name=name, proficiency=fluency)]


def _certificate(item: _Item) -> list[Row]:
    return [
        CertificationRow(
            file=item.section,
            line=item.number,
            name=item.needed("name"),
            url=item.text("url"),
            authority=item.text("issuer"),
            started=item.date("date"),
        )
    ]


def _project(item: _Item) -> list[Row]:
    told = "\n".join([item.text("description", "summary"), *(f"• {one}" for one in item.texts("highlights"))])
    return [
        ProjectRow(
            file=item.section,
            line=item.number,
            title=item.needed("name"),
            description=told.strip(),
            url=item.text("url"),
            started=item.date("startDate"),
            finished=item.date("endDate"),
        )
    ]


def _volunteering(item: _Item) -> list[Row]:
    return [
        AssociationRow(
            file=item.section,
            line=item.number,
            name=item.needed("organization"),
            description=item.text("summary"),
            position=item.text("position"),
            started=item.date("startDate"),
            finished=item.date("endDate"),
        )
    ]


def _basics(item: _Item) -> list[Row]:
    place = item.item("location")
    profiles = [Link(one.text("network"), one.text("url", "username")) for one in item.items("profiles")]
    links = (link for link in (Link("", item.text("url")), *profiles) if link.address)
    return [
        BasicsRow(
            file=item.section,
            line=item.number,
            name=item.text("name"),
            headline=item.text("label"),
            email=item.text("email"),
            phone=item.text("phone"),
            summary=item.text("summary"),
            location=", ".join(one for one in map(place.text, ("city", "region", "countryCode")) if one),
            address=", ".join(one for one in map(place.text, ("address", "postalCode")) if one),
            links=tuple(links),
        )
    ]


SECTIONS: dict[str, Callable[[_Item], list[Row]]] = {
    "work": _position,
    "education": _education,
    "skills": _skill,
    "languages": _language,
    "certificates": _certificate,
    "projects": _project,
    "volunteer": _volunteering,
}
"""The sections of a résumé that are read, beside `basics`."""

KINDS: dict[type[Row], Kind] = {
    PositionRow: Kind.POSITIONS,
    EducationRow: Kind.EDUCATION,
    CourseRow: Kind.COURSES,
    SkillRow: Kind.SKILLS,
    LanguageRow: Kind.LANGUAGES,
    CertificationRow: Kind.CERTIFICATIONS,
    ProjectRow: Kind.PROJECTS,
    AssociationRow: Kind.ASSOCIATIONS,
}
_SILENT = frozenset({"$schema", "meta", "basics"})


def read_resume(path: Path, bounds: Bounds = DEFAULT) -> Resume:
    """The résumé in the JSON file at `path`; an item that cannot be read is bad, the others are read.

    Raises: Unreadable where it is no JSON, no résumé, or too large.
    """
    document = _document(path, bounds)
    rows: dict[Kind, list[Row]] = {}
    bad: list[BadRow] = []
    basics: BasicsRow | None = None
    for row in _read("basics", document.get("basics"), 1, _basics, bounds, bad):
        basics = row if isinstance(row, BasicsRow) else basics
    for section, reads in SECTIONS.items():
        items = document.get(section) or []
        if not isinstance(items, list):
            bad.append(
                BadRow(file=section, line=1, fault=RowFault.SHAPE, column=section, value=_shown(items))
            )
            continue
        if len(items) > bounds.items:
            bad.append(
                BadRow(file=section, line=bounds.items, fault=RowFault.TOO_MANY_ROWS, limit=bounds.items)
            )
        for number, item in enumerate(items[: bounds.items], start=1):
            for row in _read(section, item, number, reads, bounds, bad):
                rows.setdefault(KINDS[type(row)], []).append(row)
    unknown = tuple(name for name in list(document)[:100] if name not in SECTIONS and name not in _SILENT)
    return Resume(basics, {kind: tuple(of_kind) for kind, of_kind in rows.items()}, tuple(bad), unknown)


def _read(
    section: str,
    item: Any,
    number: int,
    reads: Callable[[_Item], list[Row]],
    bounds: Bounds,
    bad: list[BadRow],
) -> list[Row]:
    if item is None:
        return []
    try:
        return reads(_Item(section, number, item, bounds))
    except _Bad as error:
        bad.append(
            BadRow(
                file=section,
                line=number,
                fault=error.fault,
                column=error.column,
                value=error.value,
                limit=bounds.field_chars,
            )
        )
        return []


def _document(path: Path, bounds: Bounds) -> dict[str, Any]:
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(ArchiveFault.EMPTY)
    if size > bounds.document_bytes:
        raise Unreadable(ArchiveFault.DOCUMENT_TOO_LARGE, limit=bounds.document_bytes // MIB)
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Unreadable(ArchiveFault.NOT_JSON, line=error.lineno) from None
    except RecursionError:
        raise Unreadable(ArchiveFault.NOT_A_RESUME, what="it is nested too deep") from None
    except ValueError as error:  # no UTF-8, or a number of thousands of digits
        raise Unreadable(ArchiveFault.NOT_JSON, line=1, detail=str(error)) from None
    if not isinstance(document, dict):
        raise Unreadable(ArchiveFault.NOT_A_RESUME, what="it has no sections")
    if not document.keys() & {"basics", *SECTIONS}:
        raise Unreadable(ArchiveFault.NOT_A_RESUME, what="it has none of the sections of jsonresume.org")
    return document


def _shown(value: Any) -> str:
    return value[:100] if isinstance(value, str) else type(value).__name__
