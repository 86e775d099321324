"""Drafts, polls, hashtags and RSS on the pages, as a person without JavaScript uses them (FEED-1, FEED-7, REL-5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import http_date

from rapport.content.posts.actions import changing, drafting, publishing
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.models import Draft, PollVote
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.jobs import run_due
from rapport.kernel.limits import actions as settings
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from tests.conftest import Clock
from tests.people import LIMITS, make_member
from tests.web.reading import fields_of, form_to, press, read, send, signed_in, toasts, visit
from tests.web.stage import connect

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(clock: Clock) -> int:
    """Somebody who writes."""
    return make_member("mara", name="Mara Lindt", now=clock.now)


def say(clock: Clock, by: int, words: str, audience: str = "anyone", poll: NewPoll | None = None) -> int:
    """A post."""
    return publishing.publish(
        by=Viewer(by), words=words, audience=audience, poll=poll, now=clock.now, limits=LIMITS
    )


def test_an_article_is_written_looked_at_kept_and_published(mara: int) -> None:
    """What is refused stands at its field, and nothing typed is lost."""
    browser = signed_in("mara")
    typed = {
        "title": "On weirs",
        "text": "# One\n\n**Two** <script>\n\n    a line of code",
        "audience": "anyone",
        "form": "article",
    }
    page = read(send(browser, visit(browser, "/articles/new"), "/articles/new", do="preview", **typed))
    assert [one.text for one in page.all("strong")] == ["Two"]
    assert (
        page.all("button", value="preview")[0].get("formaction") == "/articles/new#preview"
    )  # leads to what it shows
    assert [one.get("tabindex") for one in page.all("pre")] == ["0"]  # scrolled by keyboard where it is wide
    assert not Draft.objects.exists()
    empty = send(browser, page, "/articles/new", do="publish", **{**typed, "title": ""})
    assert empty.status_code == 422
    assert "<script>" in read(empty).all("textarea", name="text")[0].text
    draft = Draft.objects.get()
    page = visit(browser, f"/drafts/{draft.pk}")
    version = page.all("input", name="version")[0].get("value")
    page = press(browser, page, f"/drafts/{draft.pk}", do="publish", version=version, **typed)
    assert "On weirs" in page.text
    assert toasts(page) == ["Published."]
    assert not Draft.objects.exists()


def test_what_was_begun_at_home_is_gone_on_with_where_there_is_more_room(mara: int) -> None:
    """The buttons below the place to write take the words along, and say what a draft does not keep."""
    browser = signed_in("mara")
    home = visit(browser, "/")
    begun = fields_of(form_to(home, "/posts/new")) | {
        "text": "Half a thought",
        "audience": "members",
        "do": "open",
    }
    for one in ("/drafts/new", "/articles/new"):
        assert [each.text for each in home.all("button", formaction=one) if each.get("value") == "open"]
        assert browser.post(one, {**begun, "text": " "}).headers["Location"] == one
        page = visit(browser, browser.post(one, begun).headers["Location"])
        assert page.all("textarea", name="text")[0].text == "Half a thought"
    assert {(one.form, one.audience) for one in Draft.objects.all()} == {
        ("post", "members"),
        ("article", "members"),
    }
    assert browser.post("/drafts/new", {**begun, "text": "", "audience": "", "group": "rust"}).headers[
        "Location"
    ] == ("/drafts/new?group=rust")
    seen = SimpleUploadedFile("weir.png", b"x" * 100, "image/png")
    there = browser.post("/drafts/new", {**begun, "do": "save", "sent": seen}).headers["Location"]
    assert "without the picture or PDF" in toasts(visit(browser, there))[0]


def test_two_tabs_keep_both_texts(mara: int, clock: Clock) -> None:
    browser = signed_in("mara")
    draft = drafting.save(by=Viewer(mara), words=Words(text="First"), now=clock.now, limits=LIMITS)
    path = f"/drafts/{draft}"
    tab = visit(browser, path)
    press(browser, visit(browser, path), path, do="save", version="1", text="From one tab")
    late = send(browser, tab, path, do="save", version="1", text="From the other")
    assert late.status_code == 409
    page = read(late)
    assert "From one tab" in page.text
    assert "From the other" in page.all("textarea", name="text")[0].text
    press(browser, page, path, do="own", version="2", text="From the other")
    assert sorted(Draft.objects.values_list("text", flat=True)) == ["From one tab", "From the other"]


def test_kept_as_one_types(mara: int) -> None:
    """For the script: the draft and its version, or a sentence."""
    browser = Client()
    browser.force_login(Account.objects.get(actor_id=mara))
    first = browser.post("/drafts/keep", {"text": "Ha", "version": "0"}).json()
    assert first["version"] == 1
    again = {"draft": first["draft"], "version": "1", "text": "Half"}
    assert browser.post("/drafts/keep", again).json()["version"] == 2
    late = browser.post("/drafts/keep", {**again, "text": "Other"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_elsewhere")
    assert browser.post("/drafts/keep", {"text": ""}).status_code == 422
    assert browser.post("/drafts/keep", {**again, "draft": "0" * 32}).status_code == 404
    assert browser.get("/drafts/keep").status_code == 405
    assert browser.post("/posts/new", {"text": "Half", "draft": first["draft"]}).status_code == 303
    assert not Draft.objects.exists()
    kept = browser.post("/drafts/keep", {"text": "Ha", "version": "0"}).json()
    said = {"text": "Half", "do": "publish", "audience": "anyone", "form": "post", "days": "7", **kept}
    assert browser.post("/drafts/new", said).status_code == 303
    assert not Draft.objects.exists(), "published, and not kept beside"


def test_for_later_and_what_came_of_it(mara: int, clock: Clock) -> None:
    browser = signed_in("mara")
    page = visit(browser, "/drafts/new")
    for wrong in ("", "tomorrow", "2001-01-01T10:00"):
        answer = send(browser, page, "/drafts/new", do="schedule", text="Later", publish_at=wrong)
        assert answer.status_code == 422
        page = read(answer)
        assert "Later" in page.all("textarea", name="text")[0].text
    send(
        browser,
        page,
        f"/drafts/{Draft.objects.get().pk}",
        do="schedule",
        text="Later",
        publish_at="2001-01-01T10:00",
    )
    (made,) = Draft.objects.all()
    assert form_to(page, f"/drafts/{made.pk}").get("action") == f"/drafts/{made.pk}"
    at = (clock.now + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    zoned = {"do": "schedule", "text": "Later", "zone": "Europe/Berlin"}
    late = read(send(browser, page, f"/drafts/{made.pk}", **zoned, publish_at="2001-01-01T10:00"))
    said = [late.all("input", name=name)[0].get("value") for name in ("publish_at", "zone")]
    assert said == ["2001-01-01T10:00", "Europe/Berlin"], "as it was typed, and where"
    page = press(browser, page, f"/drafts/{made.pk}", **zoned, publish_at=at)
    assert toasts(page) == ["It goes out by itself: 2 March, 12:00 CET. Look at it"]
    assert Draft.objects.get().publish_at == clock.now + timedelta(hours=2)
    assert "Goes out 2 March, 11:00 UTC" in page.text
    here = visit(browser, f"/drafts/{made.pk}")
    assert "It goes out by itself: 2 March, 11:00 UTC." in here.text
    due, field = here.all("time")[0], here.all("input", name="publish_at")[0]
    assert (due.get("datetime"), field.get("value")) == ("2026-03-02T11:00Z", "2026-03-02T11:00")
    Draft.objects.update(audience="group")
    clock.forward(hours=2, seconds=1)
    run_due(now=clock.now)
    page = visit(browser, "/drafts")
    assert "It was not published." in page.text
    draft = Draft.objects.get()
    page = press(browser, visit(browser, f"/drafts/{draft.pk}/delete"), f"/drafts/{draft.pk}/delete")
    assert toasts(page) == ["The draft is deleted."]


def test_a_poll_below_a_post(mara: int, clock: Clock) -> None:
    """Voted by a plain form; how it stands is shown then."""
    make_member("ann", now=clock.now)
    ann = signed_in("ann")
    writer = signed_in("mara")
    answer = send(
        writer, visit(writer, "/drafts/new"), "/drafts/new", do="publish", text="Which?", option="One"
    )
    assert answer.status_code == 422
    page = read(answer)
    assert page.all("input", id="option-1")[0].get("value") == "One"
    assert page.all("input", id="option-1")[0].get("maxlength") == "80"
    (answers,) = [one for one in page.all("fieldset") if one.all("input", id="option-1")]
    (problem,) = page.all("p", class_="problem")
    assert answers.get("aria-describedby") == problem.get("id") and problem in answers.all("p")
    assert "at least 2 answers" in problem.text
    post = say(clock, mara, "Which?", poll=NewPoll(("This", "That"), 7))
    page = visit(ann, f"/posts/{post}")
    assert "%" not in page.all("ul", class_="poll")[0].text
    page = press(ann, page, f"/posts/{post}/vote", option="2")
    assert "100 %" in page.all("ul", class_="poll")[0].text
    assert PollVote.objects.get().place == 2
    for wrong in ("", "9", "x", "²"):
        assert ann_post(ann, page, post, wrong) == 422
    clock.forward(days=8)
    assert not visit(ann, f"/posts/{post}").all("form", action=f"/posts/{post}/vote")
    assert "1 answer" in visit(Client(), f"/posts/{post}").text


def ann_post(browser: Client, page: object, post: int, option: str) -> int:
    """The status of a vote."""
    answer = send(browser, page, f"/posts/{post}/vote", option=option)  # type: ignore[arg-type]
    return int(answer.status_code)


def test_a_hashtag_is_followed_and_listed(mara: int, clock: Clock) -> None:
    ann = make_member("ann", now=clock.now)
    say(clock, mara, "On #Weirs")
    say(clock, mara, "Between us #weirs", audience="connections")
    browser = signed_in("ann")
    page = visit(browser, "/hashtags/Weirs")
    assert "On #Weirs" in page.text
    assert "Between us" not in page.text
    page = press(browser, page, "/hashtags/weirs/follow")
    assert "1 member follows it" in page.text
    assert "#weirs" in visit(browser, "/network/hashtags").text
    page = press(browser, visit(browser, "/network/hashtags"), "/hashtags/weirs/unfollow")
    assert "Nobody follows it yet" in visit(browser, "/hashtags/weirs").text
    visit(browser, "/hashtags/no tag", 404)
    assert visit(Client(), "/hashtags/weirs").all("a", class_="follow")
    names = browser.get("/complete/hashtags", {"q": "we"}).json()["items"]
    assert [one["written"] for one in names] == ["#weirs"]
    people = browser.get("/complete/mentions", {"q": "mara"}).json()["items"]
    assert [one["written"] for one in people] in (["@mara"], [])
    for handle, name in (("bob", "Asante Bo"), ("zoe", "Zoe Brandt"), ("ida", "Ida Benz")):
        connect(clock, ann, make_member(handle, name=name, now=clock.now))
    people = browser.get("/complete/mentions", {"q": "b"}).json()["items"]
    assert people[0]["written"] == "@bob" and len(people) == 3, "who is named so begins, whoever came later"


def test_rss_of_what_is_public(mara: int, clock: Clock) -> None:
    """FEED-7: valid, for everybody alike, kept fresh; none where there is no public page."""
    post = say(clock, mara, "For all & <b>")
    say(clock, mara, "For members", audience="members")
    browser = Client()
    answer = browser.get("/@mara/feed.xml")
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(answer.content)[0]
    (item,) = channel.findall("item")
    assert item.findtext("title") == "For all & <b>"
    encoded = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert "&lt;b&gt;" in encoded
    assert (item.findtext("pubDate") or "").endswith("GMT")
    assert (
        browser.get("/@mara/feed.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )
    since = {"If-Modified-Since": http_date(clock.now.timestamp())}
    say(clock, mara, "Also for all")
    changing.edit(by=Viewer(mara), post_id=post, audience="members", now=clock.now, limits=LIMITS)
    again = browser.get("/@mara/feed.xml", headers=since)
    assert (again.status_code, again.content.count(b"<item>")) == (200, 1), (
        "narrowed: nobody keeps it by date"
    )
    assert 'rel="alternate" type="application/rss+xml"' in browser.get("/@mara").content.decode()
    actors.suspend(actor_id=mara)
    assert browser.get("/@mara/feed.xml").status_code == 404
    actors.restore(actor_id=mara)
    settings.set_limit(name="public_pages", value="off", now=clock.now)
    for path in ("/@mara/feed.xml", "/@nobody_here/feed.xml", "/companies/nowhere/feed.xml"):
        assert browser.get(path).status_code == 404


def test_a_page_does_not_conflict_with_itself(mara: int, clock: Clock) -> None:
    """Quality 5: after a refusal the page knows what it has kept; a look at it takes no other's change for seen."""
    browser = signed_in("mara")
    draft = drafting.save(by=Viewer(mara), words=Words(text="Which?"), now=clock.now, limits=LIMITS)
    path = f"/drafts/{draft}"
    typed: dict[str, Any] = {"text": "Which one?", "do": "publish", "audience": "anyone", "form": "post"}
    page = visit(browser, path)
    sent = {**fields_of(form_to(page, path)), **typed, "days": "7", "option": ["Tea", "tea"]}
    refused = browser.post(path, sent)
    assert refused.status_code == 422
    sent |= fields_of(form_to(read(refused), path)) | {"option": ["Tea", "Coffee"]}
    assert sent["version"] == "2"
    assert browser.post(path, sent).status_code == 303
    assert not Draft.objects.exists()
    draft = drafting.save(by=Viewer(mara), words=Words(text="Seen"), now=clock.now, limits=LIMITS)
    drafting.change(
        by=Viewer(mara), draft_id=draft, version=1, words=Words(text="Unseen"), now=clock.now, limits=LIMITS
    )
    page = visit(browser, "/drafts/new")
    looked = read(
        send(browser, page, "/drafts/new", do="preview", text="Mine", draft=str(draft), version="1")
    )
    kept = fields_of(form_to(looked, f"/drafts/{draft}"))
    assert (kept["draft"], kept["version"]) == (str(draft), "1")
    late = send(browser, looked, f"/drafts/{draft}", do="save", text="Mine")
    assert (late.status_code, "Unseen" in read(late).text) == (409, True)


def test_what_is_sent_twice_as_a_page_goes_is_one_draft(mara: int) -> None:
    """FEED-7: a browser that does not hear the answer may send the same again."""
    browser = Client()
    browser.force_login(Account.objects.get(actor_id=mara))
    sent = {"csrfmiddlewaretoken": "t" * 64, "form": "post", "text": "Left at once", "version": "0"}
    first, again = (browser.post("/drafts/keep", sent).json() for _ in range(2))
    assert first == again
    assert Draft.objects.filter(owner_id=mara).count() == 1
