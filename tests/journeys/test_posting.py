"""The journey of a post, with script and without (FEED-1, FEED-2)."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload

from tests.journeys.conftest import Visit
from tests.kernel import corpus, corpus_pdf


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_writing_to_taking_away(visit: Visit, script: bool) -> None:
    """FEED-1, FEED-2: written, read, passed on, edited with history, narrowed, taken away."""
    mark = "s" if script else "n"
    nora, paul = visit(java_script_enabled=script), visit(java_script_enabled=script)
    nora.member(f"nora_{mark}", "Nora Lund")
    paul.member(f"paul_{mark}", "Paul Reis")

    # what is refused stays in the form
    nora.go("/posts/new")
    with nora.expecting(422):
        nora.press("Publish")
    nora.reads("Something has to stand here.")
    nora.page.get_by_label("What do you want to say?").fill(
        f"Hello @paul_{mark}, about #rivers.\n\n<b>Really</b>"
    )
    assert not script or nora.faults() == []
    nora.press("Publish")
    nora.reads("Published.")

    # read by somebody else, and passed on
    paul.go(f"/@nora_{mark}/posts")
    paul.reads("<b>Really</b>")
    paul.page.locator("article.post .dots a").first.click()
    paul.heading("Post by Nora Lund")
    assert not script or paul.faults() == []
    paul.press("Pass on", role="link")
    paul.page.get_by_label("Words of your own, if you like").fill("Worth reading")
    paul.page.get_by_role("button", name="Pass on").click()
    paul.reads("Passed on.")
    nora.go(f"/@paul_{mark}/posts")
    nora.reads("Worth reading")

    # edited: what it said before can be read
    nora.go(f"/@nora_{mark}/posts")
    nora.choose("More about this post", "Edit")
    nora.page.get_by_label("Text").fill("Hello again")
    assert not script or nora.faults() == []
    nora.press("Save")
    nora.reads("Saved. What it said before")
    paul.go(f"/@nora_{mark}/posts")
    paul.press("Edited", role="link")
    paul.heading("What the post said before")
    paul.reads("Really")
    assert not script or paul.faults() == []

    # taken away: also where it was passed on
    nora.go(f"/@nora_{mark}/posts")
    nora.choose("More about this post", "Delete…")
    nora.page.get_by_role("button", name="Delete", exact=True).click()
    nora.reads("The post is gone")
    paul.go(f"/@paul_{mark}/posts")
    paul.reads("Nothing yet.")


def test_pictures_and_a_document(visit: Visit) -> None:
    """FEED-1: sent, described, shown with room left for them, and read page by page with the keyboard."""
    nora = visit()
    nora.member("nora_f", "Nora Lund")
    view = corpus.saved(corpus.corners(900, 600), "JPEG")
    picture: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": view}
    nora.go("/posts/new")
    nora.page.get_by_label("What do you want to say?").fill("Two views")
    chooser = nora.page.get_by_label("Pictures or a PDF")
    chooser.set_input_files([picture, picture])
    nora.press("Publish")
    nora.reads("Say what can be seen, then publish.")
    for field in nora.page.get_by_label("What can be seen in it?").all():
        field.fill("Four fields of colour")
    assert nora.faults() == []
    nora.press("Publish")
    nora.reads("Published.")
    nora.go("/@nora_f/posts")
    assert nora.page.locator(".shots img[alt='Four fields of colour']").count() == 2
    assert nora.faults() == []

    nora.go("/posts/new")
    paper: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": corpus_pdf.pages(2)}
    nora.page.get_by_label("Pictures or a PDF").set_input_files([paper])
    nora.press("Publish")
    nora.page.get_by_label("What is it called?").fill("Minutes")
    nora.press("Publish")
    nora.go("/@nora_f/posts")
    nora.page.locator("a.paper").first.focus()
    nora.page.keyboard.press("Enter")
    nora.heading("Minutes")
    nora.page.get_by_role("link", name="Next page").first.focus()
    nora.page.keyboard.press("Enter")
    nora.reads("Page 2 of 2")
    assert nora.faults() == []
