"""Choosing a picture, the part of it that is shown, and whom it is for: of oneself, a company, a group (PRO-1).

A page of any family mounts it in a few lines::

    @takes_files(MOST_BYTES)
    @member_required
    def logo(request, handle):
        edited = edit_picture(request, actor_id=…, kind=Kind.COMPANY, face=…, here=request.path)
        if isinstance(edited, HttpResponse):
            return edited
        return edited.page(request, "…", {"editor": edited})

and its template calls `picture_editor(editor)` of `parts/picture.html`. Who may edit is the caller's to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.parts import PersonCard, picture_address
from rapport.interfaces.web.requests import SeeOther, me, member_required, next_of
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import say
from rapport.kernel.media.rules import ACCEPTED, MOST_BYTES, MOST_ZOOM, Crop, too_many_bytes
from rapport.kernel.uploads import files_refused, takes_files
from rapport.people.actors import actions as actors
from rapport.people.actors import queries as faces
from rapport.people.actors.rules import PICTURE_AUDIENCES, Kind
from rapport.people.audience import Audience

_ = words.translate

AUDIENCES: Mapping[Audience, Any] = {
    Audience.ANYONE: gettext_lazy("Everyone, visitors too"),
    Audience.MEMBERS: gettext_lazy("Members"),
    Audience.SECOND_DEGREE: gettext_lazy("The 2nd degree and closer"),
    Audience.CONNECTIONS: gettext_lazy("My connections"),
    Audience.GROUP: gettext_lazy("Members of the group"),
    Audience.ONLY_ME: gettext_lazy("Only me"),
}


def _slider(label: Any, low: float, high: float, initial: float) -> forms.FloatField:
    """A figure that a wrong value cannot break: `Crop` brings it into its bounds."""
    how = {"min": low, "max": high, "step": "0.01"}
    return forms.FloatField(
        label=label, required=False, initial=initial, widget=forms.NumberInput({"type": "range", **how})
    )


class PictureForm(PoliteForm):
    """A file and which square of it."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(ACCEPTED)}),
        help_text=gettext_lazy(
            "A JPEG, PNG, WebP or GIF of at most 12 MB. What it tells of place and camera is dropped."
        ),
    )
    zoom = _slider(gettext_lazy("Closer"), 1, MOST_ZOOM, 1)
    across = _slider(gettext_lazy("From left to right"), 0, 1, 0.5)
    down = _slider(gettext_lazy("From top to bottom"), 0, 1, 0.5)

    @property
    def data_of_picture(self) -> bytes:
        """What was sent; empty where nothing was."""
        file = self.cleaned_data["picture"]
        return file.read() if file else b""

    @property
    def crop(self) -> Crop:
        """The part that was chosen; the middle where nothing was."""
        given = {name: self.cleaned_data[name] for name in ("zoom", "across", "down")}
        return Crop(**{name: value for name, value in given.items() if value is not None})


class AudienceForm(PoliteForm):
    """Whom the picture is for."""

    picture_audience = forms.ChoiceField(label=gettext_lazy("Who sees it?"), widget=forms.RadioSelect)

    def __init__(self, kind: Kind, *given: Any, **named: Any) -> None:
        """The choices are those of the kind."""
        super().__init__(*given, **named)
        chosen = [(one.value, AUDIENCES[one]) for one in PICTURE_AUDIENCES[kind]]
        self.fields["picture_audience"].choices = chosen  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PictureEditor:
    """What `parts/picture.html` shows: the face as it is, and two forms that go to `here`."""

    face: PersonCard
    square: bool
    here: str
    form: PictureForm
    audience: AudienceForm

    def page(self, request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
        """The page that shows it, with the status of whichever form was sent."""
        status = max(self.form.status, self.audience.status)
        return self.form.page(request, template, context, status=status)


def edit_picture(
    request: HttpRequest, *, actor_id: int, kind: Kind, face: PersonCard, here: str
) -> PictureEditor | HttpResponse:
    """Change, remove or choose the audience of a picture as the form asks, or give what the page shows.

    Whoever calls has checked that this reader may.
    """
    sent = request.POST if request.method == "POST" else None
    step = sent.get("do", "show") if sent is not None else ""
    if step == "remove":
        actors.remove_picture(actor_id=actor_id)
        say(request, _("The picture is gone. Initials stand in for it."))
        return SeeOther(here)
    audience = AudienceForm(
        kind,
        sent if step == "audience" else None,
        initial={"picture_audience": faces.picture_audience(actor_id)},
    )
    if audience.done(
        lambda: actors.choose_picture_audience(
            actor_id=actor_id, audience=audience.cleaned_data["picture_audience"]
        )
    ):
        say(request, _("Saved."))
        return SeeOther(here)
    form = PictureForm(sent, request.FILES) if step == "show" else PictureForm()
    if form.done(lambda: show(request, form, actor_id)):
        say(request, _("This is the picture now."))
        return SeeOther(here)
    return PictureEditor(face, kind is not Kind.PERSON, here, form, audience)


def show(request: HttpRequest, form: PictureForm, actor_id: int) -> None:
    """Show the picture that was sent.

    Raises: NotAPicture, TooManyPixels, TooManyBytes, Crowded.
    """
    if files_refused(request):
        raise too_many_bytes()
    actors.change_picture(actor_id=actor_id, data=form.data_of_picture, crop=form.crop)


@takes_files(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def photo(request: HttpRequest) -> HttpResponse:
    """One's own picture: choose it, choose the part, choose whom it is for, take it away (PRO-1).

    Who comes by here on the way to another page (`next`) goes on there, with a picture or without.
    """
    actor = faces.by_ids([me(request)])[me(request)]
    face = PersonCard(actor.handle, actor.name, picture=picture_address(actor.picture))
    onward, here = next_of(request, ""), reverse("profile_photo")
    here = f"{here}?{urlencode({'next': onward})}" if onward else here
    edited = edit_picture(request, actor_id=actor.pk, kind=Kind.PERSON, face=face, here=here)
    if isinstance(edited, HttpResponse):
        return edited
    shown = {"editor": edited, "sections": sections("profile_photo"), "onward": onward}
    return edited.page(request, "settings/photo.html", shown)


urlpatterns = [path("profile/photo", photo, name="profile_photo")]
