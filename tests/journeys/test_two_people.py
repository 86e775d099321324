"""The journey of two people, from joining to blocking, with script and without (issue's "browser journeys")."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

NOTE = "We carried the gauge across the weir in 2019; you dropped your hat. How is it?"
WHY = "I remember the weir but not you. Whose gauge was it?"
BECAUSE = "Olga's. I held the lamp and said nothing, as usual."
MINE = "Lamp, not hat. Ask about Olga."


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browsers run script."""
    return bool(request.param)


def tie(visitor: Visitor, handle: str, state: str) -> None:
    """The pair on the page of `handle` says `state`, such as "Connected"."""
    expect(visitor.page.locator(f"#tie-{handle}")).to_contain_text(state)


def test_two_people_meet_and_part(visit: Visit, script: bool) -> None:
    """REL-1 to REL-3, REL-6 to REL-8, REL-10, REL-17, REL-18, OPS-3: every step does what its words say."""
    mark = "s" if script else "n"
    mara, jonas = f"mara_{mark}", f"jonas_{mark}"
    one = visit(java_script_enabled=script)
    two = visit(java_script_enabled=script)

    one.join(mara, "Mara Lindqvist", "Flood maps that people can fold")
    two.join(jonas, "Jonas Weiß", "Couples river models to aquifer models")

    # found by a part of the name
    one.page.locator("#q").fill("weiß")
    one.page.locator("#q").press("Enter")
    expect(one.page).to_have_url(f"{one.site.url}/search?q=wei%C3%9F")
    one.page.locator(f"main a[href='/@{jonas}']").first.click()
    one.heading("Jonas Weiß")

    # following is silent
    one.press("Follow")
    one.reads("You follow Jonas. They are not told.")
    tie(one, jonas, "Following")
    two.go("/notices")
    two.reads("Nothing to tell you yet.")

    # the invitation: a context and a note
    one.press("Connect", role="link", within=one.page.locator(f"#tie-{jonas}"))
    form = one.page.get_by_role("dialog") if script else one.page.get_by_role("main")
    expect(form.get_by_role("heading", name="Invite Jonas to connect")).to_be_visible()
    form.get_by_label("Worked together").check()
    form.get_by_label("Your note").fill(NOTE)
    one.press("Send invitation", within=form)
    one.reads("Invitation sent to Jonas.")
    expect(one.page).to_have_url(f"{one.site.url}/@{jonas}")
    tie(one, jonas, "Invited")
    tie(one, jonas, "Following")

    # the other side reads it and asks why
    two.go("/notices")
    two.reads("Mara Lindqvist")
    two.go("/network")
    two.reads(NOTE)
    two.press("Ask why", role="link")
    two.page.get_by_label("Write to Mara").fill(WHY)
    two.press("Send")
    two.reads("Sent to Mara.")
    two.reads(WHY)

    # the sender is told, and answers
    one.go("/notices")
    one.reads("Jonas Weiß")
    one.go("/network/sent")
    one.reads(WHY)
    one.page.get_by_label("Write to Jonas").fill(BECAUSE)
    one.press("Send")
    one.reads("Sent to Jonas.")

    # accepted: both are connected, both follow, both are told
    two.go("/")
    two.reads(BECAUSE)
    two.press("Accept the invitation from Mara Lindqvist")
    two.reads("You and Mara are connected.")
    two.go(f"/@{mara}")
    tie(two, mara, "Connected")
    tie(two, mara, "Following")
    one.go("/notices")
    one.reads("connected")
    one.go(f"/@{jonas}")
    tie(one, jonas, "Connected")
    tie(one, jonas, "Following")
    one.go("/network/connections")
    one.reads("Jonas Weiß")

    # a private note stays private
    one.go(f"/@{jonas}")
    one.press("Add a private note", role="link")
    keep = one.page.get_by_role("dialog") if script else one.page.get_by_role("main")
    keep.get_by_label("Private note").fill(MINE)
    one.press("Keep", within=keep)
    one.reads(MINE)
    two.go(f"/@{mara}")
    two.reads_not(MINE)
    two.go(f"/@{jonas}")
    two.reads_not(MINE)

    # unfollow, and stay connected
    one.go(f"/@{jonas}")
    one.press("Following Jonas Weiß: press to stop, silently")
    one.reads("You no longer follow Jonas. They are not told.")
    tie(one, jonas, "Connected")
    expect(one.page.locator(f"#tie-{jonas}").get_by_role("button", name="Follow Jonas Weiß")).to_be_visible()

    # unconnect: asks first, and is silent
    one.choose("Connected", "Remove the connection…")
    question = one.page.get_by_role("dialog") if script else one.page.get_by_role("main")
    expect(question.get_by_role("heading", name="Remove Jonas as a connection?")).to_be_visible()
    one.press("Remove the connection", within=question)
    one.reads("Jonas is no longer your connection, and is not told.")
    expect(
        one.page.locator(f"#tie-{jonas}").get_by_role("link", name="Connect with Jonas Weiß")
    ).to_be_visible()
    two.go(f"/@{mara}")
    expect(two.page.locator(f"#tie-{mara}").get_by_role("button", name="Connect")).to_have_attribute(
        "aria-disabled", "true"
    )
    two.go("/notices")
    two.reads_not("no longer")

    # block: each is gone for the other
    one.choose("More about Jonas Weiß", "Block…")
    question = one.page.get_by_role("dialog") if script else one.page.get_by_role("main")
    one.press("Block", within=question)
    one.reads("Jonas is blocked, and is not told.")
    one.go(f"/@{jonas}", status=404)
    two.go(f"/@{mara}", status=404)
    two.go("/people?q=lindqvist")
    expect(two.page.locator(f"main a[href='/@{mara}']")).to_have_count(0)
    one.go("/network/blocked")
    one.reads("Jonas Weiß")
