"""The forms of a profile: those of the sections are read from the table of fields, one implementation for all.

A year and a month are two controls (a month alone says nothing); what the table forbids, the
action says, at the field it is about, and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from rapport.content.profiles.queries.page import EntryView, ProfileView
from rapport.content.profiles.rules import checks, months
from rapport.content.profiles.rules.sections import (
    ABOUT_LENGTH,
    AUDIENCES,
    DETAIL_AUDIENCES,
    DETAIL_LENGTHS,
    FACT_LENGTH,
    FIELDS,
    MILESTONE_AUDIENCES,
    OPEN_TO_LENGTH,
    PRONOUNS_LENGTH,
    SKILL_LENGTH,
    Detail,
    EndorsePolicy,
    Field,
    FieldKind,
    OpenTo,
    Proficiency,
    Section,
)
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web import profile_words as said
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.forms import PoliteForm
from rapport.kernel.errors import Invalid
from rapport.people.audience import Audience

_ = words.translate

YEAR, MONTH = "_year", "_month"


class EntryForm(PoliteForm):
    """What the forms of all sections have in common: months in two controls, refusals at the first of them."""

    section: Section

    def place_of(self, field: str | None) -> str | None:
        """A month is refused at its year."""
        year = f"{field}{YEAR}"
        return year if year in self.fields else super().place_of(field)

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by the names of the section's fields."""
        typed = self.cleaned_data
        return {
            field.name: _month_of(typed, field.name) if field.kind is FieldKind.MONTH else typed[field.name]
            for field in FIELDS[self.section]
        }


def _month_of(typed: Mapping[str, str], name: str) -> str:
    year, month = typed[f"{name}{YEAR}"].strip(), typed[f"{name}{MONTH}"]
    return f"{year}-{month}" if month else year


def _control(section: Section, field: Field) -> dict[str, forms.Field]:
    """The controls of one field, by their names."""
    label, hint = said.label(section, field.name), said.hint(section, field.name)
    given: dict[str, Any] = {"label": label, "required": field.required, "help_text": hint}
    if field.required:
        given["error_messages"] = {"required": _("Something has to stand here.")}
    match field.kind:
        case FieldKind.MONTH:
            year = forms.CharField(
                label=_("Year"),
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}
                ),
            )
            choices = [("", _("Month")), *said.MONTHS]
            month = forms.ChoiceField(label=_("Month"), required=False, choices=choices)
            return {f"{field.name}{MONTH}": month, f"{field.name}{YEAR}": year}
        case FieldKind.PROFICIENCY:
            levels = [("", _("Not said")), *((one.value, _(said.PROFICIENCIES[one])) for one in Proficiency)]
            return {field.name: forms.ChoiceField(choices=levels, **given)}
        case FieldKind.LINES:
            area = forms.Textarea(attrs={"maxlength": str(field.at_most), "rows": "6"})
            return {field.name: forms.CharField(strip=False, widget=area, **given)}
        case _:
            attributes = {"maxlength": str(field.at_most), "autocomplete": "off"}
            if field.kind is FieldKind.URL:
                attributes |= {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
            return {field.name: forms.CharField(widget=forms.TextInput(attrs=attributes), **given)}


@cache
def _form_class(section: Section, _language: str | None) -> type[EntryForm]:
    controls: dict[str, object] = {"section": section}
    for field in FIELDS[section]:
        controls |= _control(section, field)
    return type("EntryForm", (EntryForm,), controls)


def entry_form(
    section: Section, typed: Mapping[str, str] | None, entry: EntryView | None, language: str | None
) -> EntryForm:
    """The form of an entry of `section`: empty, with what the entry says, or with what was typed."""
    first: dict[str, str] = {}
    for field in FIELDS[section]:
        value = entry.values[field.name] if entry else ""
        month = months.read(value) if field.kind is FieldKind.MONTH else None
        if month is not None:
            first[f"{field.name}{YEAR}"] = str(month.year)
            first[f"{field.name}{MONTH}"] = f"{month.month:02}" if month.month else ""
        else:
            first[field.name] = value
    form = _form_class(section, language)(typed, initial=first)
    level = form.fields.get("proficiency")
    kept = first.get("proficiency", "")
    if isinstance(level, forms.ChoiceField) and kept and kept not in list(Proficiency):
        level.choices = [*level.choices, (kept, kept)]  # type: ignore[misc]  # in an archive's own words
    return form


class AboutForm(PoliteForm):
    """In one's own words."""

    about = forms.CharField(
        label=_lazy("About you"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"maxlength": str(ABOUT_LENGTH), "rows": "8"}),
        help_text=_lazy("What you do, what you would like to be asked about. Empty lines make paragraphs."),
    )


class IntroForm(PoliteForm):
    """The head of the page: the name and headline that stand everywhere, and the facts."""

    name = forms.CharField(label=_lazy("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    headline = forms.CharField(
        label=_lazy("Headline"),
        required=False,
        help_text=_lazy("What you do, in a line. It stands beneath your name wherever it appears."),
    )
    pronouns = forms.CharField(label=_lazy("Pronouns"), required=False, max_length=PRONOUNS_LENGTH)
    location = forms.CharField(
        label=_lazy("Place"),
        required=False,
        max_length=FACT_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    industry = forms.CharField(label=_lazy("Industry or field"), required=False, max_length=FACT_LENGTH)


class OpenToForm(PoliteForm):
    """What one is open to, and for whom that is meant."""

    kinds = forms.MultipleChoiceField(
        label=_lazy("You are open to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(
            (OpenTo.WORK.value, _lazy("Work: being asked whether you would change")),
            (OpenTo.HIRING.value, _lazy("Hiring: people who would like to work with you")),
            (OpenTo.MENTORING.value, _lazy("Mentoring: questions from those who begin")),
        ),
    )
    line = forms.CharField(
        label=_lazy("In a line"),
        required=False,
        max_length=OPEN_TO_LENGTH,
        help_text=_lazy("Such as “two people a year” or “from March on”."),
    )


class SkillForm(PoliteForm):
    """One more skill, or several with commas between them."""

    name = forms.CharField(
        label=_lazy("Skill"),
        max_length=10 * SKILL_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_lazy("Several at once with commas between them."),
    )

    def clean_name(self) -> list[str]:
        """The skills that were typed; all are looked at before the first is kept."""
        try:
            return [checks.check_skill(one) for one in self.cleaned_data["name"].split(",") if one.strip()]
        except Invalid as wrong:
            raise forms.ValidationError(sentence(wrong)) from wrong


def _audiences(among: tuple[Audience, ...]) -> list[tuple[str, object]]:
    return [(one.value, _AUDIENCE_WORDS[one]) for one in among]


_AUDIENCE_WORDS = {
    Audience.ANYONE: _lazy("Anyone, visitors too"),
    Audience.MEMBERS: _lazy("Members"),
    Audience.SECOND_DEGREE: _lazy("The 2nd degree and closer"),
    Audience.CONNECTIONS: _lazy("Your connections"),
    Audience.ONLY_ME: _lazy("Only you"),
}


class AudienceForm(PoliteForm):
    """For whom one section is (PRO-1)."""

    audience = forms.ChoiceField(
        label=_lazy("Who may see it"), widget=forms.RadioSelect, choices=_audiences(AUDIENCES)
    )


class ContactForm(PoliteForm):
    """How one can be reached, and for each detail by whom (PRO-2)."""

    email_audience = forms.ChoiceField(
        label=_lazy("Your email address is for"), choices=_audiences(DETAIL_AUDIENCES)
    )
    phone = forms.CharField(
        label=_lazy("Phone"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "maxlength": "40"}),
    )
    phone_audience = forms.ChoiceField(label=_lazy("It is for"), choices=_audiences(DETAIL_AUDIENCES))
    birthday = forms.CharField(
        label=_lazy("Birthday"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "bday", "maxlength": "10"}),
        help_text=_lazy("As 1984-03-05, or --03-05 without the year."),
    )
    birthday_audience = forms.ChoiceField(label=_lazy("It is for"), choices=_audiences(DETAIL_AUDIENCES))
    address = forms.CharField(
        label=_lazy("Address"),
        required=False,
        widget=forms.Textarea(
            attrs={
                "autocomplete": "street-address",
                "rows": "3",
                "maxlength": str(DETAIL_LENGTHS[Detail.ADDRESS]),
            }
        ),
    )
    address_audience = forms.ChoiceField(label=_lazy("It is for"), choices=_audiences(DETAIL_AUDIENCES))

    def __init__(self, typed: Mapping[str, str] | None, *, view: ProfileView, today: date) -> None:
        """With what is said already; `today` bounds a birthday."""
        self.today = today
        first: dict[str, str] = {one.kind.value: one.value for one in view.contact}
        if view.choices is not None:
            first |= {f"{kind.value}_audience": one.value for kind, one in view.choices.details.items()}
        super().__init__(typed, initial=first)

    def clean(self) -> None:
        """All details are looked at before any of them is kept."""
        for kind in (Detail.PHONE, Detail.BIRTHDAY, Detail.ADDRESS):
            try:
                checks.check_detail(kind, self.cleaned_data.get(kind.value, ""), self.today)
            except Invalid as wrong:
                self.add_error(kind.value, sentence(wrong))


class MilestonesForm(PoliteForm):
    """Which milestones others hear of: none, unless one says so (PRO-5)."""

    positions = forms.BooleanField(label=_lazy("A new position"), required=False)
    anniversaries = forms.BooleanField(label=_lazy("Another year at work"), required=False)
    birthday = forms.BooleanField(
        label=_lazy("Your birthday"),
        required=False,
        help_text=_lazy("Told to those who may see it among your contact details."),
    )
    audience = forms.ChoiceField(
        label=_lazy("Who hears of them"), widget=forms.RadioSelect, choices=_audiences(MILESTONE_AUDIENCES)
    )


class EndorseForm(PoliteForm):
    """Who may endorse one's skills (PRO-3)."""

    policy = forms.ChoiceField(
        label=_lazy("Who may endorse your skills"),
        widget=forms.RadioSelect,
        choices=(
            (EndorsePolicy.CONNECTIONS.value, _lazy("Your connections")),
            (EndorsePolicy.FOLLOWERS.value, _lazy("Your connections and your followers")),
            (EndorsePolicy.NOBODY.value, _lazy("Nobody")),
        ),
    )
