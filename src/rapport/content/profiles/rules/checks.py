"""What a member types into their profile, made fit to keep: every check is read from the tables of `sections`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from rapport.content.profiles.rules import months
from rapport.content.profiles.rules.sections import (
    ABOUT_LENGTH,
    DETAIL_AUDIENCES,
    DETAIL_LENGTHS,
    FACT_LENGTH,
    FIELDS,
    OPEN_TO_LENGTH,
    PRONOUNS_LENGTH,
    SKILL_LENGTH,
    Column,
    Detail,
    Field,
    FieldKind,
    Proficiency,
    Section,
)
from rapport.content.profiles.rules.urls import check_url
from rapport.kernel import text
from rapport.kernel.errors import Invalid
from rapport.people.audience import Audience

Choice = TypeVar("Choice", bound=StrEnum)


def one_of(typed: str, among: Sequence[Choice], *, field: str) -> Choice:
    """The choice that was typed.

    Raises: Invalid (`choice`), naming what may be chosen.
    """
    for choice in among:
        if choice.value == typed:
            return choice
    raise Invalid("Choose one of: {choices}.", code="choice", field=field, choices=", ".join(among))


def _proficiency(typed: str, field: Field) -> str:
    return one_of(typed, list(Proficiency), field=field.name).value if typed else ""


_BY_KIND: Mapping[FieldKind, Callable[[str, Field], str]] = {
    FieldKind.LINE: lambda typed, field: text.one_line(
        typed, field=field.name, at_most=field.at_most, at_least=int(field.required)
    ),
    FieldKind.LINES: lambda typed, field: text.many_lines(
        typed, field=field.name, at_most=field.at_most, at_least=int(field.required)
    ),
    FieldKind.URL: lambda typed, field: check_url(typed, field=field.name, at_most=field.at_most),
    FieldKind.MONTH: lambda typed, field: months.check(typed, field=field.name),
    FieldKind.PROFICIENCY: _proficiency,
}


def check_entry(
    section: Section, typed: Mapping[str, str], known: Mapping[str, str], today: date
) -> dict[str, str]:
    """The columns of an entry of `section`: what was typed by the names of its fields, over what is `known`.

    Raises: Invalid, naming the field: `unknown_field`, `empty`, `too_long`, `url`, `month`, `choice`.
    """
    fields = {field.name: field for field in FIELDS[section]}
    for name in typed:
        if name not in fields:
            raise Invalid("There is no such field here: {name}.", code="unknown_field", field=name, name=name)
    kept = dict(known)
    for name, field in fields.items():
        if name in typed or not known:
            value = _BY_KIND[field.kind](typed.get(name, ""), field)
            if field.required and not value:
                raise Invalid("Something has to stand here.", code="empty", field=name)
            kept[field.column.value] = value
    if Column.STARTED.value in kept:
        months.check_span(section, kept[Column.STARTED.value], kept[Column.FINISHED.value], today)
    return kept


FACTS: Mapping[str, tuple[int, bool]] = {
    "about": (ABOUT_LENGTH, True),
    "location": (FACT_LENGTH, False),
    "industry": (FACT_LENGTH, False),
    "pronouns": (PRONOUNS_LENGTH, False),
}
"""What there is once in a profile: how long it may be, and whether it has lines."""


def check_facts(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed of the facts, made fit to keep.

    Raises: Invalid, naming the field: `unknown_field`, `too_long`.
    """
    kept = {}
    for name, value in typed.items():
        if name not in FACTS:
            raise Invalid("There is no such field here: {name}.", code="unknown_field", field=name, name=name)
        at_most, lines = FACTS[name]
        check = text.many_lines if lines else text.one_line
        kept[name] = check(value, field=name, at_most=at_most)
    return kept


def check_open_to_line(typed: str) -> str:
    """The line under what one is open to.

    Raises: Invalid (`too_long`).
    """
    return text.one_line(typed, field="line", at_most=OPEN_TO_LENGTH)


def check_skill(typed: str) -> str:
    """The name of a skill.

    Raises: Invalid (`empty`, `too_long`).
    """
    return text.one_line(typed, field="name", at_most=SKILL_LENGTH, at_least=1)


_PHONE = re.compile(r"\+?[\d\s().\-/\u2010-\u2015\u00a0]+((ext\.?|x|#)\s*\d{1,8})?", re.IGNORECASE)
_DIGITS_OF_A_NUMBER = range(4, 18)
_DAY = re.compile(r"(?:(\d{4})-|--)(\d{2})-(\d{2})", re.ASCII)
_A_LEAP_YEAR = 2000


def check_detail(kind: Detail, typed: str, today: date) -> str:
    """The value of a contact detail as it is kept; "" takes it away.

    Raises: Invalid, naming the detail: `email` (it is the account's), `phone`, `birthday`, `too_long`.
    """
    if kind is Detail.EMAIL:
        raise Invalid(
            "The email address is that of your account; change it there.", code="email", field=kind.value
        )
    limit = DETAIL_LENGTHS[kind]
    if kind is Detail.ADDRESS:
        return text.many_lines(typed, field=kind.value, at_most=limit)
    value = text.one_line(typed, field=kind.value, at_most=limit)
    if not value:
        return ""
    if kind is Detail.PHONE:
        digits = sum(char.isdecimal() for char in re.split(r"ext|x|#", value, flags=re.IGNORECASE)[0])
        if not _PHONE.fullmatch(value) or digits not in _DIGITS_OF_A_NUMBER:
            raise Invalid(
                "That does not look like a phone number: +49 221 9876543, for example.",
                code="phone",
                field=kind.value,
            )
        return value
    return _birthday(value, today)


def _birthday(value: str, today: date) -> str:
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError("not written as a day")
        day = date(int(found[1] or _A_LEAP_YEAR), int(found[2]), int(found[3]))
    except ValueError:
        raise Invalid(
            "Write a day as 1984-03-05, or --03-05 without the year.", code="birthday", field="birthday"
        ) from None
    if (found[1] and not months.EARLIEST_YEAR <= day.year <= today.year) or (found[1] and day > today):
        raise Invalid("Nobody here was born on that day.", code="birthday", field="birthday")
    return value


def check_detail_audience(kind: Detail, typed: str) -> Audience:
    """For whom a contact detail is.

    Raises: Invalid (`choice`).
    """
    return one_of(typed, DETAIL_AUDIENCES, field=f"{kind.value}_audience")
