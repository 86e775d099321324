"""Settings: one's front door and lists, the face others see, notices by mail, tokens for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.forms import PoliteForm
from rapport.interfaces.web.requests import (
    SeeOther,
    limits_of,
    me,
    member_required,
    now_of,
    viewer_of,
)
from rapport.interfaces.web.settings_sections import sections
from rapport.interfaces.web.toasts import say
from rapport.people.accounts import actions_tokens, queries_tokens
from rapport.people.accounts.rules_tokens import MEANING, NAME_LENGTH, Scope
from rapport.people.actors import actions as actors
from rapport.people.actors import queries as faces
from rapport.people.audience import Audience
from rapport.people.relationships.actions import choosing
from rapport.people.ties import queries as ties
from rapport.people.ties.rules import (
    ConnectionPolicy,
    FollowPolicy,
    InvitationPolicy,
    PrimaryButton,
    SuggestionPolicy,
)
from rapport.projections.notifications import actions as notices
from rapport.projections.notifications import queries as notice_queries
from rapport.projections.notifications.rules import KINDS
from rapport.projections.notifications.rules_telling import Frequency, Kind

_ = words.translate


def _page(request: HttpRequest, name: str, template: str, status: int = 200, **own: Any) -> HttpResponse:
    return render(request, f"settings/{template}.html", {"sections": sections(name), **own}, status=status)


def _choices(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in labels.items()]


def _radios(label: Any, labels: Mapping[Any, Any], help_text: Any = "") -> forms.ChoiceField:
    """A choice whose lawful values the action checks as well."""
    return forms.ChoiceField(
        label=label, choices=_choices(labels), widget=forms.RadioSelect, help_text=help_text
    )


_LISTS = {
    Audience.ANYONE: gettext_lazy("Everyone, visitors too"),
    Audience.MEMBERS: gettext_lazy("Members"),
    Audience.SECOND_DEGREE: gettext_lazy("The 2nd degree and closer"),
    Audience.CONNECTIONS: gettext_lazy("My connections"),
    Audience.ONLY_ME: gettext_lazy("Only me"),
}


class PrivacyForm(PoliteForm):
    """Every switch of one's own network (REL-1, REL-13, REL-14, REL-16)."""

    invitation_policy = _radios(
        gettext_lazy("Whose invitations come straight to you?"),
        {
            InvitationPolicy.EVERYONE: gettext_lazy("Everyone’s"),
            InvitationPolicy.KNOWS_EMAIL: gettext_lazy("People who know my email address"),
            InvitationPolicy.CONTACTS_ONLY: gettext_lazy("Only my imported contacts"),
            InvitationPolicy.SECOND_DEGREE: gettext_lazy("The 2nd degree and closer"),
        },
        gettext_lazy(
            "All others wait in the filtered tray, without a notice. Nobody is refused, and nobody learns of the tray."
        ),
    )
    connection_policy = _radios(
        gettext_lazy("Whom do you connect with?"),
        {
            ConnectionPolicy.ANYONE: gettext_lazy("I am open to anyone"),
            ConnectionPolicy.SHARED_CONTEXT: gettext_lazy("People I share something with"),
            ConnectionPolicy.PEOPLE_I_KNOW: gettext_lazy("People I know"),
            ConnectionPolicy.WORKED_WITH: gettext_lazy("People I have worked with"),
        },
        gettext_lazy("It is shown where one would invite you: advice, not a lock."),
    )
    connection_line = forms.CharField(
        label=gettext_lazy("A line of your own"),
        required=False,
        max_length=choosing.LINE_LENGTH,
        help_text=gettext_lazy("It stands beside that, in your words."),
    )
    primary_button = _radios(
        gettext_lazy("What does your page offer first?"),
        {
            PrimaryButton.CONNECT: gettext_lazy("Connect"),
            PrimaryButton.FOLLOW: gettext_lazy("Follow; Connect stands under More"),
        },
    )
    follow_policy = _radios(
        gettext_lazy("Who may follow you?"),
        {
            FollowPolicy.EVERYONE: gettext_lazy("Everyone"),
            FollowPolicy.ON_REQUEST: gettext_lazy("Those I say yes to"),
            FollowPolicy.CONNECTIONS_ONLY: gettext_lazy("My connections only"),
        },
        gettext_lazy(
            "If you say yes one by one, present followers stay. If only connections may, followers from outside "
            "pause: they see nothing and do not count, and are back as soon as you open up again. Nobody is told."
        ),
    )
    connection_list = _radios(
        gettext_lazy("Who sees your connections?"),
        _LISTS,
        gettext_lazy(
            "Mutual connections are always visible to the two of you. A hidden list says that it is hidden."
        ),
    )
    follower_list = _radios(
        gettext_lazy("Who sees your followers?"),
        _LISTS,
        gettext_lazy("The number is always shown. Those who follow privately are never named."),
    )
    suggestion_policy = _radios(
        gettext_lazy("May you be suggested to others?"),
        {
            SuggestionPolicy.EVERYONE: gettext_lazy("Yes, to people who may know me or want to follow me"),
            SuggestionPolicy.NOBODY: gettext_lazy("No, to nobody"),
        },
        gettext_lazy("It holds at once. Others find you in lists and search as before, and nobody is told."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def privacy(request: HttpRequest) -> HttpResponse:
    """One's front door and lists: each switch with what happens to whom."""
    network = ties.network_of(me(request))
    initial = {name: getattr(network, name) for name in choosing.CHOICES}
    form = PrivacyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.done(lambda: choosing.choose(actor_id=me(request), changes=form.cleaned_data)):
        return _saved(request, "settings")
    return _page(request, "settings", "privacy", form.status, form=form)


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    say(request, _("Saved."))
    return SeeOther(reverse(name))


class ProfileForm(PoliteForm):
    """The face that every list shows."""

    name = forms.CharField(label=gettext_lazy("Your name"), help_text=gettext_lazy("As you want to be read."))
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        required=False,
        help_text=gettext_lazy("One line beneath your name: what you do, or care for."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and headline."""
    actor = faces.by_ids([me(request)])[me(request)]
    limits = limits_of(request)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={"name": actor.name, "headline": actor.headline},
    )
    if form.done(lambda: actors.change_face(actor_id=actor.pk, limits=limits, **form.cleaned_data)):
        return _saved(request, "settings_profile")
    return _page(request, "settings_profile", "profile", form.status, form=form, handle=actor.handle)


FREQUENCIES = {
    Frequency.INSTANT: gettext_lazy("At once"),
    Frequency.DAILY: gettext_lazy("Every day"),
    Frequency.WEEKLY: gettext_lazy("Every week"),
    Frequency.OFF: gettext_lazy("Never"),
}


class NoticesForm(PoliteForm):
    """How often each kind of notice comes by mail (MSG-4)."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """One choice for each row of the table of kinds."""
        super().__init__(*given, **named)
        for kind, telling in KINDS.items():
            self.fields[kind.value] = _radios(_(telling.heading), FREQUENCIES)

    @property
    def kinds(self) -> Iterable[str]:
        """The names of its fields, in the order of the table."""
        return [kind.value for kind in Kind]


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notices_by_mail(request: HttpRequest) -> HttpResponse:
    """How often each kind of notice comes by mail."""
    chosen = notice_queries.preferences(viewer_of(request))
    initial = {kind.value: frequency.value for kind, frequency in chosen.items()}
    form = NoticesForm(request.POST if request.method == "POST" else None, initial=initial)

    def prefer() -> None:
        notices.prefer(actor_id=me(request), changes=form.cleaned_data, now=now_of(request))

    if form.done(prefer):
        return _saved(request, "settings_notices")
    return _page(request, "settings_notices", "notices", form.status, form=form)


def _account(request: HttpRequest) -> int:
    """The account of the member who is signed in."""
    assert request.user.pk is not None
    return request.user.pk


class TokenForm(PoliteForm):
    """A new token for a program."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("A name by which you will know it again."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=lambda: [(scope.value, _(MEANING[scope])) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a new one: shown this once, on the answer to the form alone (OPS-6)."""
    account_id = _account(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made: list[str] = []

    def make() -> None:
        made.append(
            actions_tokens.make_token(account_id=account_id, **form.cleaned_data, now=now_of(request))
        )

    fresh = form.done(make)
    return _page(
        request,
        "settings_tokens",
        "tokens",
        form.status,
        form=TokenForm() if fresh else form,
        token=made[0] if made else "",
        tokens=queries_tokens.tokens_of(account_id),
        meanings={scope.value: _(meaning) for scope, meaning in MEANING.items()},
    )


@require_POST
@member_required
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a token back; it opens nothing from this moment on."""
    actions_tokens.revoke_token(account_id=_account(request), token_id=token_id)
    say(request, _("Taken back. Programs that used it are shut out from now on."))
    return SeeOther(reverse("settings_tokens"))


urlpatterns = [
    path("settings", privacy, name="settings"),
    path("settings/profile", profile, name="settings_profile"),
    path("settings/notices", notices_by_mail, name="settings_notices"),
    path("settings/tokens", tokens, name="settings_tokens"),
    path("settings/tokens/<int:token_id>/revoke", revoke, name="settings_token_revoke"),
]
