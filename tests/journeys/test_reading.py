"""Journeys of the feed: reading on a phone, talking under a post, muting, narrowing, going out later."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.kernel import corpus

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TIME_COMES = """
from rapport.content.posts.models import Draft
from rapport.kernel.clock import now
from rapport.kernel.jobs.models import Job
Draft.objects.filter(text__contains="MARK").update(publish_at=now())
Job.objects.filter(name="posts.go_out", state="ready").update(run_at=now())
"""


def followed(visit: Visit, mark: str, script: bool, **given: Any) -> tuple[Visitor, Visitor]:
    """Two new members, of whom the second follows the first; `given` is the device of the second."""
    writer, reader = visit(java_script_enabled=script), visit(java_script_enabled=script, **given)
    writer.member(f"ines_{mark}", "Ines Roth")
    reader.member(f"rosa_{mark}", "Rosa Feld")
    reader.go(f"/@ines_{mark}")
    reader.press("Follow Ines")
    reader.reads("You follow Ines.")
    return writer, reader


def write(writer: Visitor, text: str) -> None:
    """A post, from Home."""
    writer.go("/posts/new")
    writer.page.get_by_label("What do you want to say?").fill(text)
    writer.press("Publish")
    writer.reads("Published.")


def faults(visitor: Visitor) -> list[str]:
    """What is wrong with the page as it loads again: what a press moved is no fault."""
    visitor.page.reload()
    return visitor.faults()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_conversation(visit: Visit, script: bool) -> None:
    """FEED-2: comment with a mention, react, edit, answer, keep; the author hears of it; taken away."""
    mark = "talk_s" if script else "talk_n"
    ines, rosa = followed(visit, mark, script)
    write(ines, "The weir is open again. #rivers")

    rosa.go("/")
    rosa.reads("The weir is open again.")
    rosa.choose("React", "Interesting", role="button")
    rosa.reads("1 reaction")
    rosa.press("Keep")
    rosa.reads("Kept for later. Only you know.")
    rosa.press("Comment", role="link")
    rosa.heading("Post by Ines Roth")
    if script:  # what is refused is said at the field, below the post
        rosa.page.get_by_label("Your comment").fill("x" * 1_251)
        with rosa.expecting(422):
            rosa.page.locator("#thread").get_by_role("button", name="Comment", exact=True).click()
            rosa.reads("That is too long")
        rosa.reads("The weir is open again.")
    rosa.page.locator("#thread textarea").fill(f"Since when, @ines_{mark}? <script>alert(1)</script>")
    rosa.page.locator("#thread").get_by_role("button", name="Comment", exact=True).click()
    rosa.reads("<script>alert(1)</script>")
    assert not script or faults(rosa) == []

    # the author hears of it, and answers
    ines.go("/notices")
    ines.reads("Since when")
    ines.page.locator("#main li", has_text="Since when").locator("a.what").first.click()
    ines.press("Answer", role="link")
    answer = ines.page.get_by_role("dialog")
    expect(answer).to_contain_text("Since when")
    answer.get_by_role("textbox").fill("Since noon.")
    answer.get_by_role("button", name="Comment").click()
    ines.reads("Since noon.")
    assert not script or faults(ines) == []

    # what one said can be changed and taken away; the answer stays
    rosa.go("/")
    rosa.press("2 comments", role="link")
    rosa.choose("More about the comment by Rosa", "Edit")
    rosa.page.get_by_label("Your words").fill("Since when is it open?")
    rosa.press("Save")
    rosa.reads("Since when is it open?")
    rosa.choose("More about the comment by Rosa", "Delete…")
    rosa.page.get_by_role("button", name="Delete", exact=True).click()
    rosa.reads("The comment is gone.")
    rosa.reads("A comment was removed.")
    rosa.reads("Since noon.")
    rosa.go("/saved")
    rosa.reads("The weir is open again.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_muting_and_narrowing(visit: Visit, script: bool) -> None:
    """FEED-1, FEED-5: a mute keeps somebody out of the feed alone; a narrower audience takes a post from followers."""
    mark = "mute_s" if script else "mute_n"
    ines, rosa = followed(visit, mark, script)
    write(ines, "Notes from the lock")
    rosa.go("/")
    rosa.reads("Notes from the lock")
    rosa.choose("More about this post", "Mute Ines", role="button")
    rosa.reads("Ines is muted for good. Nobody is told.")
    rosa.reads_not("Notes from the lock")
    rosa.go(f"/@ines_{mark}/posts")
    rosa.reads("Notes from the lock")
    rosa.go("/settings/mutes")
    rosa.reads("Ines Roth")
    assert not script or rosa.faults() == []
    rosa.page.get_by_role("main").get_by_role("button").filter(has_text="Ines").first.click()
    rosa.reads("Ines is back in your feed.")
    rosa.go("/")
    rosa.reads("Notes from the lock")
    where = rosa.page.locator("article.post .dots a").first.get_attribute("href")
    assert where

    ines.go("/")
    ines.choose("More about this post", "Edit")
    ines.page.get_by_label("Who sees it").select_option("connections")
    ines.press("Save")
    ines.reads("Saved. What it said before")
    rosa.go("/")
    rosa.reads_not("Notes from the lock")
    rosa.go(where, status=404)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_going_out_later(visit: Visit, script: bool) -> None:
    """FEED-1: nobody sees it before its time; then a worker publishes it, and followers read it."""
    mark = "later_s" if script else "later_n"
    ines, rosa = followed(visit, mark, script)
    if script:
        lives = ines.page.context.new_cdp_session(ines.page)
        lives.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    ines.go("/drafts/new")
    ines.page.get_by_label("Text").fill(f"Tomorrow the gates close {mark}")
    ines.page.locator("summary", has_text="Publish later").click()
    ines.page.get_by_label("Publish at").fill("2020-01-01T08:00")
    with ines.expecting(422):
        ines.press("Let it go out then")
        expect(ines.page.locator(".problem").first).to_be_visible()
    assert ines.page.get_by_label("Text").input_value() == f"Tomorrow the gates close {mark}"
    assert ines.page.get_by_label("Publish at").input_value() == "2020-01-01T08:00"
    assert not script or ines.faults() == []
    ines.page.get_by_label("Publish at").fill("2099-01-01T08:00")
    with ines.expecting(422):
        ines.press("Let it go out then")
        expect(ines.page.locator(".problem").first).to_be_visible()
    ines.page.get_by_label("Publish at").fill(_in_two_days(ines))
    ines.press("Let it go out then")
    ines.reads("It goes out by itself")
    ines.go("/drafts")
    ines.reads("GMT+9" if script else "UTC")
    rosa.go("/")
    rosa.reads_not("Tomorrow the gates close")

    ines.site.python(TIME_COMES.replace("MARK", mark))
    _until_read(rosa, f"Tomorrow the gates close {mark}")
    ines.go("/drafts")
    ines.reads("Nothing is half-written.")


def _in_two_days(visitor: Visitor) -> str:
    return visitor.site.python(
        "from datetime import timedelta\nfrom rapport.kernel.clock import now\n"
        "print((now() + timedelta(days=2)).strftime('%Y-%m-%dT%H:%M'))"
    )


def _until_read(visitor: Visitor, text: str) -> None:
    for _ in range(60):
        visitor.go("/")
        if text in visitor.page.locator("#main").inner_text():
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"“{text}” did not come")


def test_reading_on_a_phone(visit: Visit) -> None:
    """Quality 5: read, look at a picture, react and answer with a thumb; nothing is wider than the screen."""
    ines, rosa = followed(visit, "phone", True, **PHONE)
    view = corpus.saved(corpus.corners(1600, 900), "JPEG")
    picture: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": view}
    ines.go("/posts/new")
    ines.page.get_by_label("What do you want to say?").fill("The view from the bridge")
    ines.page.get_by_label("Pictures or a PDF").set_input_files([picture])
    ines.press("Publish")
    ines.page.get_by_label("What can be seen in it?").fill("Four fields of colour")
    ines.press("Publish")
    ines.reads("Published.")
    for number in range(21):
        write(ines, f"Day {number} on the river, and nothing but water to be seen from here to the sea")

    rosa.go("/")
    assert rosa.overflow() <= 0
    rosa.page.get_by_role("link", name="Show more").tap()
    rosa.reads("The view from the bridge")
    expect(rosa.page.locator("article.post")).to_have_count(22)
    shown = rosa.page.locator("img[alt='Four fields of colour']")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    expect(shown).to_have_attribute("loading", "lazy")
    assert shown.evaluate("one => one.getBoundingClientRect().width") <= 390
    assert rosa.overflow() <= 0

    post = rosa.page.locator("article.post").first
    post.locator("details.why > summary").tap()
    rosa.reads("You follow Ines Roth")
    react = post.locator("details.menu summary", has_text="React")
    react.evaluate("one => scrollBy({top: one.getBoundingClientRect().y - 740, behavior: 'instant'})")
    react.tap()
    last, bar = (
        post.get_by_role("button", name="Support").bounding_box(),
        rosa.page.locator("#places").bounding_box(),
    )
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]  # the menu that opens low on the screen is seen whole
    box = post.get_by_role("button", name="Thanks").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["height"] >= 40
    post.get_by_role("button", name="Thanks").tap()
    rosa.reads("1 reaction")
    rosa.page.locator("article.post").first.get_by_role("link", name="Comment").tap()
    rosa.heading("Post by Ines Roth")
    rosa.page.get_by_label("Your comment").fill("I was there")
    rosa.page.locator("#thread").get_by_role("button", name="Comment", exact=True).tap()
    rosa.reads("I was there")
    assert rosa.overflow() <= 0
    assert rosa.violations() == []
