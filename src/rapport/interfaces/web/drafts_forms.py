"""What is typed while one writes, and how a draft stands in words (FEED-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.queries.drafts import DraftView
from rapport.content.posts.rules.audiences import CHOICES
from rapport.content.posts.rules.drafting import DraftState
from rapport.content.posts.rules.forms import Form
from rapport.content.posts.rules.polling import LONGEST, MOST, SHORTEST, USUAL
from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.errors import sentence
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.posts_parts import choices
from rapport.kernel.errors import Invalid
from rapport.people.actors.rules import Kind
from rapport.people.audience import Audience

_ = words.translate

_LOCAL = "%Y-%m-%dT%H:%M"


class WriteForm(PoliteForm):
    """Everything a draft holds; lengths and choices are judged by the actions."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, strip=False, widget=forms.Textarea({"data-names": "yes"})
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who sees it"), required=False)
    company = forms.CharField(required=False, widget=forms.HiddenInput)
    group = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    zone = forms.CharField(required=False, widget=forms.HiddenInput)
    options = forms.CharField(
        required=False
    )  # typed in fields of their own: what is wrong with them stands there
    days = forms.ChoiceField(label=gettext_lazy("Open for"), required=False)
    publish_at = forms.CharField(
        label=gettext_lazy("Publish at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
    )

    def __init__(self, *given: Any, kind: Kind = Kind.PERSON, **named: Any) -> None:
        """Offer what may be chosen for a person, a company or a group."""
        super().__init__(*given, **named)
        days = [
            (str(count), words.translate_plural("{count} day", "{count} days", count))
            for count in range(SHORTEST, LONGEST + 1)
        ]
        self.fields["audience"].choices = choices(CHOICES[kind])  # type: ignore[attr-defined]
        self.fields["days"].choices = days  # type: ignore[attr-defined]

    def words(self, options: Sequence[str], form_of: Form = Form.POST) -> Words:
        """What was typed, as the actions take it; `form_of` is what it is where the form does not say."""
        typed = self.cleaned_data
        return Words(
            form=typed["form"] or form_of.value,
            title=typed["title"],
            text=typed["text"],
            audience=typed["audience"] or Audience.ANYONE.value,
            company=typed["company"],
            group=typed["group"],
            options=options,
            days=int(typed["days"] or USUAL),
        )


def kind_of(company: str, group: str) -> Kind:
    """Whose audiences may be chosen."""
    if group:
        return Kind.GROUP
    return Kind.COMPANY if company else Kind.PERSON


def options_of(request: HttpRequest) -> list[str]:
    """The answers of a poll that were typed: lines left empty are none."""
    return [one for one in request.POST.getlist("option")[: 2 * MOST] if one.strip()]


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The time zone that the browser named, else that of the site."""
    try:
        return ZoneInfo(request.POST.get("zone", "") or timezone.get_current_timezone_name())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(timezone.get_current_timezone_name())


def time_of(request: HttpRequest) -> datetime:
    """The moment that was chosen, in the time zone of `zone_of`.

    Raises: Invalid (`publish_at`).
    """
    zone = zone_of(request)
    try:
        chosen = datetime.fromisoformat(request.POST.get("publish_at", ""))
        return (chosen if chosen.tzinfo else chosen.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise Invalid(
            "Choose a day and a time.", code="publish_at", field="publish_at", detail=str(wrong)
        ) from wrong


def initial_of(one: DraftView) -> dict[str, Any]:
    """A draft as the form shows it first; what was for a group that one has left is for nobody else by default."""
    lost = one.audience is Audience.GROUP and one.group is None
    return {
        "title": one.title,
        "text": one.text,
        "audience": (Audience.ONLY_ME if lost else one.audience).value,
        "company": one.company.handle if one.company else "",
        "group": one.group.handle if one.group else "",
        "form": one.form.value,
        "version": one.version,
        "days": str(one.poll.days if one.poll else USUAL),
        "publish_at": timezone.localtime(one.publish_at).strftime(_LOCAL) if one.publish_at else "",
    }


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list of one's drafts."""

    id: str
    url: str
    head: str
    beginning: str
    article: bool
    state: str
    at: datetime
    problem: str
    place: str
    first_said: datetime | None
    untouched: bool


def row(one: DraftView) -> DraftRow:
    """A draft as a part of a page."""
    place = one.group or one.company
    said = " ".join(one.text.split())
    return DraftRow(
        id=str(one.id),
        url=reverse("draft", args=[one.id]),
        head=one.title or (said[:80] + ("…" if len(said) > 80 else "")) or _("Nothing written yet"),
        beginning=said[:200] if one.title else "",
        article=one.form is Form.ARTICLE,
        state=one.state.value,
        at=one.publish_at if one.state is DraftState.SCHEDULED and one.publish_at else one.changed_at,
        problem=sentence(one.refused) if one.refused else "",
        place=place.name if place else "",
        first_said=one.first_said_at,
        untouched=one.first_said_at is not None and one.version == 1,
    )
