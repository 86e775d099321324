"""A Django form's fields as plain data, so that our own macro writes the HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input

# Attributes of a widget that are passed on; everything else (classes, styles) is ours to decide.
PASSED_ON = (
    "autocomplete", "autocapitalize", "inputmode", "maxlength", "minlength", "pattern", "min", "max",
    "step", "rows", "accept", "spellcheck", "placeholder", "enterkeyhint", "autofocus", "readonly", "multiple",
    "data-names",
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One choice of a select, radio or checkbox group."""

    value: str
    label: str
    chosen: bool
    id: str


@dataclass(frozen=True)
class FieldView:
    """A bound field, ready to be written: what was typed is kept, problems stand beside it."""

    id: str
    name: str
    label: str
    kind: str  # text email password textarea select radio checkbox checkboxes file hidden …
    value: str
    checked: bool
    required: bool
    hint: str
    problems: tuple[str, ...]
    options: tuple[Option, ...]
    attributes: Mapping[str, str]


def bound(form: forms.BaseForm, name: str) -> FieldView:
    """The field of that name. Raises: `KeyError` where the form has none."""
    return _view(form[name])


def bound_all(form: forms.BaseForm) -> tuple[FieldView, ...]:
    """All fields of the form, hidden ones first."""
    return tuple(_view(field) for field in [*form.hidden_fields(), *form.visible_fields()])


def problems_of(form: forms.BaseForm) -> tuple[str, ...]:
    """What is wrong with the form as a whole, hidden fields included."""
    own = [str(problem) for problem in form.non_field_errors()]
    hidden = [str(problem) for field in form.hidden_fields() for problem in field.errors]
    return (*own, *hidden)


def _kind(widget: forms.Widget) -> str:
    match widget:
        case forms.CheckboxInput():
            return "checkbox"
        case forms.CheckboxSelectMultiple() | forms.SelectMultiple():
            return "checkboxes"
        case forms.RadioSelect():
            return "radio"
        case forms.Select():
            return "select"
        case forms.Textarea():
            return "textarea"
        case forms.FileInput():
            return "file"
        case Input():
            return str(widget.input_type)
        case _:
            return "text"


def _options(field: BoundField, chosen: set[str], prefix: str) -> tuple[Option, ...]:
    choices: Any = getattr(field.field, "choices", None) or getattr(field.field.widget, "choices", ())
    return tuple(
        Option(value=str(value), label=str(label), chosen=str(value) in chosen, id=f"{prefix}_{index}")
        for index, (value, label) in enumerate(choices)
    )


def _view(field: BoundField) -> FieldView:
    widget = field.field.widget
    kind = "hidden" if field.is_hidden else _kind(widget)
    raw = field.value()
    if kind in ("select", "radio", "checkboxes"):
        several = raw if isinstance(raw, list | tuple) else [raw]
        chosen = {"" if one is None else str(one) for one in several}
        options = _options(field, chosen, field.auto_id or field.html_name)
    else:
        options = ()
    if kind in ("password", "file") or raw is None:
        value = ""  # never sent back
    elif kind in ("checkbox", "checkboxes"):
        value = str(widget.attrs.get("value", "on"))
    else:
        shown = widget.format_value(raw)
        value = "" if shown is None else str(shown)
    attributes = {name: str(widget.attrs[name]) for name in PASSED_ON if widget.attrs.get(name)}
    for name in ("maxlength", "minlength", "min", "max"):
        limit = getattr(
            field.field, {"maxlength": "max_length", "minlength": "min_length"}.get(name, ""), None
        )
        if limit is not None and kind != "hidden":
            attributes.setdefault(name, str(limit))
    return FieldView(
        id=field.auto_id or f"id_{field.html_name}",
        name=field.html_name,
        label=str(field.label),
        kind=kind,
        value=value,
        checked=kind == "checkbox" and bool(raw),
        required=field.field.required,
        hint=str(field.help_text or ""),
        problems=tuple(str(problem) for problem in field.errors),
        options=options,
        attributes=attributes,
    )
