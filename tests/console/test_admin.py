"""The organisers' pages: who gets in, what is shown, what the buttons do (OPS-4)."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from rapport.kernel import clock
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions import inviting
from tests.cast import Cast, Member

PAGES = (
    "/admin/",
    "/admin/accounts/account/",
    "/admin/organizations/company/",
    "/admin/limits/sitesetting/",
    "/admin/accounts/signupcode/",
    "/admin/relationships/restriction/",
    "/admin/jobs/job/",
)


def signed_in(member: Member, *, organiser: bool = False) -> Client:
    """A browser of that member."""
    account = Account.objects.get(actor_id=member.id)
    if organiser:
        Account.objects.filter(pk=account.pk).update(is_organiser=True)
        account.refresh_from_db()
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def organiser(cast: Cast) -> Client:
    """The browser of alice, who runs this community."""
    return signed_in(cast.alice, organiser=True)


def press(client: Client, button: str, *accounts: int | None, reason: str = "") -> str:
    """Press a button above the list of members; gives the page that comes of it."""
    form = {"action": button, "_selected_action": list(accounts), "index": "0", "reason": reason}
    return client.post("/admin/accounts/account/", form, follow=True).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_organisers_see_every_page(organiser: Client, page: str) -> None:
    """Lists are there, and each answer carries the admin's own policy."""
    answer = organiser.get(page)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("page", [*PAGES, "/admin/nowhere/", "/admin/accounts/account/1/change/"])
def test_nobody_else_does(cast: Cast, page: str) -> None:
    """Visitors are led to the site's own sign-in; to members there is nothing, also once suspended."""
    visitor = Client().get(page)
    assert (visitor.status_code, visitor["Location"].startswith("/sign-in?next=")) == (302, True)
    assert signed_in(cast.bob).get(page).status_code == 404


def test_a_suspended_organiser_is_out(organiser: Client, cast: Cast) -> None:
    """Running the community does not outlast a suspension."""
    assert cast.alice.account_id is not None
    actions.suspend(account_id=cast.alice.account_id, reason="Rest", now=clock.now())
    assert organiser.get("/admin/").status_code in (302, 404)


def test_members_are_suspended_and_restored_by_actions(organiser: Client, cast: Cast) -> None:
    """The buttons call the actions, a reason is needed, and each press is logged."""
    assert "Something has to stand here" in press(organiser, "suspend", cast.bob.account_id)
    assert Actor.objects.get(pk=cast.bob.id).status == "active"
    assert "Suspended: Sells shoes" in press(organiser, "suspend", cast.bob.account_id, reason="Sells shoes")
    assert Actor.objects.get(pk=cast.bob.id).status == "suspended"
    assert "Restored" in press(organiser, "restore", cast.bob.account_id)
    assert "nothing was to be done" in press(organiser, "restore", cast.bob.account_id)
    assert Actor.objects.get(pk=cast.bob.id).status == "active"
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Suspended: Sells shoes",
        "Restored",
    ]


def test_duties_are_given_and_taken_back(organiser: Client, cast: Cast) -> None:
    """Moderators handle reports, organisers everything; one organiser always stays, and each press is logged."""
    bob = signed_in(cast.bob)
    assert bob.get("/moderation").status_code == 404
    assert "Made moderator." in press(organiser, "make_moderator", cast.bob.account_id)
    assert "nothing was to be done" in press(organiser, "make_moderator", cast.bob.account_id)
    assert (bob.get("/moderation").status_code, bob.get("/admin/").status_code) == (200, 404)
    assert "No moderator any more." in press(organiser, "no_moderator", cast.bob.account_id)
    assert bob.get("/moderation").status_code == 404
    assert "Nobody would be left to organise" in press(organiser, "no_organiser", cast.alice.account_id)
    assert "Made organiser." in press(organiser, "make_organiser", cast.bob.account_id)
    assert bob.get("/admin/").status_code == 200
    assert "No organiser any more." in press(bob, "no_organiser", cast.alice.account_id)
    assert organiser.get("/admin/").status_code == 404
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert said == ["Made moderator", "No moderator any more", "Made organiser", "No organiser any more"]


def test_who_is_shut_out_gets_no_duty(organiser: Client, cast: Cast) -> None:
    """And a suspended organiser is not counted among those who stay."""
    assert cast.bob.account_id is not None
    press(organiser, "make_organiser", cast.bob.account_id)
    actions.suspend(account_id=cast.bob.account_id, reason="Rest", now=clock.now())
    assert "Restore them first" in press(organiser, "make_moderator", cast.bob.account_id)
    assert "Nobody would be left to organise" in press(organiser, "no_organiser", cast.alice.account_id)


def test_companies_are_suspended_and_restored(organiser: Client, cast: Cast) -> None:
    """PRO-6: a page is out of everybody's sight and back, by the same buttons, each press logged."""
    page = "/admin/organizations/company/"

    def press_on(button: str) -> str:
        form = {"action": button, "_selected_action": [cast.acme.id], "index": "0"}
        return organiser.post(page, form, follow=True).content.decode()

    assert "@acme: Suspended." in press_on("suspend")
    assert "@acme: nothing was to be done." in press_on("suspend")
    assert Client().get("/companies/acme").status_code == 404
    assert "@acme: Restored." in press_on("restore")
    assert Client().get("/companies/acme").status_code == 200
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == ["Suspended", "Restored"]
    assert organiser.post(f"{page}{cast.acme.id}/change/", {"about": "x"}).status_code == 403


def test_who_waits_is_let_in(organiser: Client) -> None:
    """OPS-3: sign-up by approval."""
    account = Account.objects.create(email="new@example.org", joined_at=clock.now())
    page = press(organiser, "approve", account.pk)
    assert "@example.org: Let in." in page
    account.refresh_from_db()
    assert account.approved_at is not None


def test_nothing_is_changed_by_a_form(organiser: Client, cast: Cast) -> None:
    """Detail pages only show: a post changes no row."""
    page = f"/admin/accounts/account/{cast.bob.account_id}/change/"
    assert "Save" not in organiser.get(page).content.decode()
    assert organiser.post(page, {"is_organiser": "on", "email": "x@example.org"}).status_code == 403
    assert organiser.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert organiser.get("/admin/accounts/account/add/").status_code == 403
    assert not Account.objects.get(actor_id=cast.bob.id).is_organiser


def test_letters_of_members_are_not_shown(organiser: Client, cast: Cast) -> None:
    """What two members write to each other is theirs."""
    inviting.invite(
        sender=cast.erin.id,
        recipient=cast.carol.id,
        context="other",
        note="canary-of-a-note",
        now=clock.now(),
        limits=Limits(),
    )
    for page in PAGES:
        assert "canary-of-a-note" not in organiser.get(page).content.decode()
    assert "Invitation" not in organiser.get("/admin/").content.decode()
