"""How the controls of a profile's forms stand: which belong in one row, and which count their letters."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from rapport.content.profiles.rules.sections import FIELDS, FieldKind, Section
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.profile_forms import MONTH, YEAR

COMPLETED = frozenset({(Section.EXPERIENCE, "company"), (Section.EDUCATION, "school")})
"""Fields for which names that are known here are offered."""


@dataclass(frozen=True)
class FormRow:
    """A control, or several side by side under one legend.

    `counter` is how many letters fit, where that is worth knowing; `style` how radios stand.
    """

    names: tuple[str, ...]
    legend: str = ""
    hint: str = ""
    counter: int = 0
    style: str = "chips"
    completes: bool = False


def entry_rows(section: Section) -> tuple[FormRow, ...]:
    """The rows of an entry's form, from the table of fields."""
    shown = []
    for field in FIELDS[section]:
        if field.kind is FieldKind.MONTH:
            names = (f"{field.name}{MONTH}", f"{field.name}{YEAR}")
            shown.append(FormRow(names, said.label(section, field.name), said.hint(section, field.name)))
        else:
            counter = field.at_most if field.kind is FieldKind.LINES else 0
            completes = (section, field.name) in COMPLETED
            shown.append(FormRow((field.name,), counter=counter, completes=completes))
    return tuple(shown)


def rows(form: PoliteForm, *, style: str = "chips") -> tuple[FormRow, ...]:
    """The rows of any other form: its fields, one below the other; a text with lines counts its letters."""
    return tuple(
        FormRow((name,), counter=_counter(field), style="lines" if _several(field) else style)
        for name, field in form.fields.items()
    )


def _several(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.CheckboxSelectMultiple)


def _counter(field: forms.Field) -> int:
    limit = field.widget.attrs.get("maxlength", "")
    return int(limit) if isinstance(field.widget, forms.Textarea) and limit else 0
