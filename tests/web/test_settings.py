"""Settings: every switch of one's network, the face, notices by mail, tokens (REL-1, REL-13, REL-14, REL-16)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rapport.people.accounts.models import ApiToken
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.ties.models import Network
from rapport.projections.notifications import queries as notices
from rapport.projections.notifications.rules_telling import Frequency, Kind
from tests.people import make_member
from tests.web.paper import client_of, page, press, refused

pytestmark = pytest.mark.django_db

SWITCHES = {
    "invitation_policy": "second_degree",
    "connection_policy": "people_i_know",
    "connection_line": "If we have met, say where.",
    "primary_button": "follow",
    "follow_policy": "on_request",
    "connection_list": "only_me",
    "follower_list": "anyone",
}


def test_every_switch_is_there_and_is_kept() -> None:
    """Each is shown as it stands, and saved with a word."""
    owner = make_member("owner")
    browser = client_of(owner)
    form = page(browser, "settings").form("Save")
    assert set(SWITCHES) <= set(form.fields)
    assert form.fields["connection_list"] == "connections"
    shown = press(browser, form, **SWITCHES)
    assert "Saved." in shown.text
    assert Network.objects.filter(pk=owner).values(*SWITCHES).get() == SWITCHES
    assert {name: shown.form("Save").fields[name] for name in SWITCHES} == SWITCHES


def test_the_page_says_what_happens_to_present_followers() -> None:
    """REL-1: present followers stay with requests, and pause where only connections may follow."""
    shown = page(client_of(make_member("owner")), "settings").text
    assert "present followers stay" in shown
    assert "followers from outside pause" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"follow_policy": "nobody"},
        {"connection_list": "group"},
        {"primary_button": ""},
        {"connection_line": "x" * 201},
    ],
)
def test_what_cannot_be_chosen_changes_nothing_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    """All or none; the sentence stands at the field, the rest stays as typed."""
    owner = make_member("owner")
    browser = client_of(owner)
    form = page(browser, "settings").form("Save")
    before = Network.objects.values().get(pk=owner)
    shown = refused(browser, form, **{**SWITCHES, **wrong})
    assert Network.objects.values().get(pk=owner) == before
    (name,) = wrong
    assert f"id_{name}-problem" in shown.ids
    kept = shown.form("Save").fields
    assert {key: kept.get(key) for key in SWITCHES if key not in wrong} == {
        key: value for key, value in SWITCHES.items() if key not in wrong
    }


def test_name_and_headline() -> None:
    """The face of every list; an empty name is refused where it stands."""
    owner = make_member("owner", name="Olle Owner")
    browser = client_of(owner)
    form = page(browser, "settings_profile").form("Save")
    assert form.fields["name"] == "Olle Owner"
    shown = press(browser, form, name="Olle  Öwner", headline="Keeps dykes")
    assert "Saved." in shown.text
    assert Actor.objects.values_list("name", "headline").get(pk=owner) == ("Olle Öwner", "Keeps dykes")
    wrong = refused(browser, form, name=" ", headline="Typed and kept")
    assert "id_name-problem" in wrong.ids
    assert wrong.form("Save").fields["headline"] == "Typed and kept"
    too_long = refused(browser, form, name="x" * 101, headline="")
    assert "at most 100 fit" in too_long.text
    assert Actor.objects.get(pk=owner).name == "Olle Öwner"


def test_handle_and_more_cannot_be_smuggled_in() -> None:
    """Quality 1: a field that is not in the form changes nothing."""
    owner = make_member("owner")
    browser = client_of(owner)
    smuggled = {"name": "Olle", "handle": "admin2", "status": "deleted", "kind": "company"}
    assert browser.post(reverse("settings_profile"), smuggled).status_code == 303
    assert Actor.objects.values_list("handle", "status", "kind").get(pk=owner) == (
        "owner",
        "active",
        "person",
    )
    press(browser, page(browser, "settings").form("Save"), connections="9", actor_id="1")
    assert Network.objects.get(pk=owner).connections == 0


def test_how_often_a_mail_comes() -> None:
    """MSG-4: per kind, weekly unless one says otherwise."""
    owner = make_member("owner")
    browser = client_of(owner)
    form = page(browser, "settings_notices").form("Save")
    assert {form.fields[kind.value] for kind in Kind} == {"weekly"}
    press(browser, form, **{Kind.CONNECTED.value: "instant", Kind.DECLINED.value: "off"})
    chosen = notices.preferences(Viewer(owner))
    assert (chosen[Kind.CONNECTED], chosen[Kind.DECLINED]) == (Frequency.INSTANT, Frequency.OFF)
    refused(browser, form, **{Kind.CONNECTED.value: "hourly"})
    assert notices.preferences(Viewer(owner)) == chosen


def test_a_token_is_shown_once_and_can_be_taken_back() -> None:
    """OPS-6: made with scopes, shown on the answer alone, listed by name."""
    browser = client_of(make_member("owner"))
    form = page(browser, "settings_tokens").form("Make a token")
    shown = press(browser, form, name="My calendar", scopes="read")
    assert "rpt_" in shown.text
    assert "My calendar" in shown.text
    assert "rpt_" not in page(browser, "settings_tokens").text
    shown = press(browser, page(browser, "settings_tokens").form("Take back"))
    assert "Taken back." in shown.text
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": "everything"}, {"name": "x" * 61}])
def test_a_token_needs_a_name_and_known_scopes(wrong: dict[str, str]) -> None:
    """What was typed is kept, and no token is made."""
    browser = client_of(make_member("owner"))
    form = page(browser, "settings_tokens").form("Make a token")
    shown = refused(browser, form, **{"name": "My calendar", "scopes": "read", **wrong})
    assert any(one.endswith("-problem") for one in shown.ids)
    assert not ApiToken.objects.exists()


def test_nobody_takes_back_somebody_elses_token() -> None:
    """Absent and not one's own are alike."""
    browser = client_of(make_member("owner"))
    press(browser, page(browser, "settings_tokens").form("Make a token"), name="Mine", scopes="read")
    token = ApiToken.objects.get()
    other = client_of(make_member("other"))
    assert other.post(reverse("settings_token_revoke", args=[token.pk])).status_code == 404
    assert other.post(reverse("settings_token_revoke", args=[99])).status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()


@pytest.mark.parametrize("name", ["settings", "settings_profile", "settings_notices", "settings_tokens"])
def test_settings_are_their_owners(name: str) -> None:
    """Visitors are led to the door; the section lists its pages and knows the current one."""
    assert Client().get(reverse(name)).status_code == 303
    assert Client().post(reverse(name), SWITCHES).status_code == 303
    shown = page(client_of(make_member("owner")), name)
    for words in ("Privacy", "Profile", "Notices by mail", "Tokens for programs", "Blocked people"):
        assert any(words == text for text, _ in shown.links), words
