"""My network, notices and settings in a real browser: in place with script, whole without, accessible (quality 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from rapport.kernel import clock
from rapport.kernel.limits.actions import set_limit
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.people.ties.models import Follow
from tests.people import LIMITS, make_member
from tests.web.paper import client_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests here."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _stage() -> None:
    """Anna has a letter of each tray, people of each tie, a request, somebody blocked, and notices."""
    now = clock.now() - timedelta(days=20)
    anna, bert, cleo, dora, emil, finn = (
        make_member(one, now=now) for one in ("anna", "bert", "cleo", "dora", "emil", "finn")
    )
    will = make_member("wilhelmina", name="Wilhelmina Oluwaseun Featherstonehaugh-Nakamura", now=now)

    def invite(one: int, two: int, note: str = "") -> Any:
        return inviting.invite(
            sender=one, recipient=two, context="met_at_event", note=note, now=now, limits=LIMITS
        ).invitation_id

    answering.accept(invitation_id=invite(anna, cleo), actor_id=cleo, now=now, limits=LIMITS)
    asked = invite(bert, anna, "We shared a panel in Delft.")
    answering.reply(invitation_id=asked, actor_id=anna, words="Which one?", now=now, limits=LIMITS)
    choosing.choose(
        actor_id=anna, changes={"invitation_policy": "knows_email", "follow_policy": "on_request"}
    )
    invite(emil, anna, "A quick question.")
    invite(anna, dora, "Your maps.")
    answering.decline(invitation_id=invite(anna, finn), actor_id=finn, reason="not_now", now=now)
    following.follow(follower=will, followee=anna, now=now)
    following.follow(follower=anna, followee=dora, private=True, now=now)
    choosing.keep_note(
        owner=anna, other=cleo, note="", how_met="", tags=["Volta", "Delft"], rhythm_weeks=4, now=now
    )
    removing.block(owner=anna, other=make_member("mallory", now=now), now=now)


def opened(browser: Browser, server: LiveServer, path: str, **given: Any) -> tuple[Page, list[str]]:
    """Anna's page at `path`, and what its console complains about."""
    context = browser.new_context(
        base_url=server.url,
        reduced_motion="reduce",  # axe would read the colours of a dialog half faded in
        **{"viewport": {"width": 1280, "height": 900}, **given},
    )
    name = site.SESSION_COOKIE_NAME
    value = client_of(Actor.objects.get(handle="anna").pk).cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    return page, complaints


@pytest.mark.parametrize("script", [True, False])
def test_a_letter_is_ignored_put_back_and_accepted(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    """REL-7, REL-8: each press stays on the page of letters, with a word and a way back."""
    page, complaints = opened(browser, live_server, "/network", java_script_enabled=script)
    letter = page.get_by_role("article", name="Invitation from Bert")
    letter.get_by_role("button", name="Ignore").click()
    expect(page.get_by_text("Invitation ignored. Bert is not told.")).to_be_visible()
    expect(letter).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(letter).to_have_count(1)
    letter.get_by_label("Write to Bert").fill("Was it in June?")
    letter.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Was it in June?")).to_be_visible()
    page.goto("/network")
    letter.get_by_text("More answers").click()
    letter.get_by_role("button", name="Accept without following").click()
    expect(page.get_by_text("You and Bert are connected.")).to_be_visible()
    expect(page.get_by_text("No invitations are waiting.")).to_be_visible()
    assert page.url.endswith("/network")
    bert, anna = (Actor.objects.get(handle=one).pk for one in ("bert", "anna"))
    assert not Follow.objects.filter(owner_id=anna, other_id=bert).exists()
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_notices_are_read_by_a_press(browser: Browser, live_server: LiveServer, script: bool) -> None:
    """MSG-4: what is new is marked, in the list and at the head of the page, until one says so."""
    page, complaints = opened(browser, live_server, "/notices", java_script_enabled=script)
    places = page.get_by_role("navigation", name="Places")
    expect(page.get_by_text("3 are new.")).to_be_visible()
    expect(places.get_by_role("link", name="Notices 3 new")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("Nothing new.")).to_be_visible()
    expect(places.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert complaints == []


def test_a_long_list_goes_on_in_place(browser: Browser, live_server: LiveServer) -> None:
    """With script the next rows join the list; the way on goes when there is no more."""
    now = clock.now()
    set_limit(name="page_size", value="2", now=now)
    anna = Actor.objects.get(handle="anna").pk
    for number in range(3):
        other = make_member(f"other{number}", now=now)
        following.follow(follower=anna, followee=other, now=now)
    page, complaints = opened(browser, live_server, "/network/following")
    rows = page.locator("#rows > .person")
    expect(rows).to_have_count(2)
    for count in (4, 5):
        page.get_by_role("link", name="Show more").click()
        expect(rows).to_have_count(count)
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_switch_is_saved_with_a_word(browser: Browser, live_server: LiveServer, script: bool) -> None:
    """Settings are kept where one stands, and say so."""
    page, complaints = opened(browser, live_server, "/settings", java_script_enabled=script)
    page.get_by_label("My connections only").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("My connections only")).to_be_checked()
    assert complaints == []
