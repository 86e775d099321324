"""Whatever refuses what somebody wrote, their words stand on the page that says so (quality 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from rapport.content.posts.actions import changing, drafting
from rapport.content.posts.actions.drafting import Words
from rapport.content.posts.models import Draft, Post
from rapport.kernel.limits import actions as settings
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from rapport.people.groups.rules.process import Verb
from tests.actions.groups import enter, make_group, take
from tests.actions.vouching import connect, member
from tests.conftest import Clock
from tests.discussion.talking import say
from tests.people import LIMITS, START
from tests.posts.writing import publish
from tests.web.reading import fields_of, form_to, read

pytestmark = [pytest.mark.django_db, pytest.mark.page]
TYPED = "Word by word <b>"


@pytest.fixture
def anna(clock: Clock) -> int:
    """Somebody with a connection, bert, who writes."""
    found = member("anna")
    connect(found, member("bert"))
    return found


def _bert() -> tuple[int, Client]:
    """He and his browser, in which forms are sent as they are."""
    account, client = Account.objects.get(actor__handle="bert"), Client()
    client.force_login(account)
    return account.actor_id or 0, client


def _words(answer: object) -> str:
    return read(answer).all("textarea", name="text")[0].text


def _written(answer: object) -> str:
    return read(answer).all("textarea", id="written")[0].text


def test_too_many_within_an_hour_keeps_the_words(anna: int, clock: Clock) -> None:
    """Limits: 429 with the time to come back, above the form with all that was typed; nothing is published."""
    bert, browser = _bert()
    settings.set_limit(name="posts_per_hour", value="1", now=clock.now)
    settings.set_limit(name="comments_per_hour", value="1", now=clock.now)
    post = publish(anna, now=clock.now)
    publish(bert, now=clock.now)
    say(bert, post, now=clock.now)
    draft = drafting.save(by=Viewer(bert), words=Words(text="First"), now=clock.now, limits=LIMITS)
    told = {"text": TYPED, "audience": "anyone", "form": "post", "days": "7", "do": "publish", "version": "1"}
    for address in ("/posts/new", f"/posts/{post}/comment", f"/posts/{post}/repost", f"/drafts/{draft}"):
        answer = browser.post(address, told)
        assert (answer.status_code, _words(answer)) == (429, TYPED), address
        assert 0 < int(answer.headers["Retry-After"]) <= 3600
        assert "That was too often. Try again in" in read(answer).text
    assert Post.objects.count() == 2


def _left_group(anna: int, bert: int) -> str:
    group = make_group(anna, "rust")
    enter(bert, group)
    take(Verb.REMOVE, anna, bert, group)
    return "/posts/new"


def _narrowed(anna: int, _bert: int) -> str:
    post = publish(anna)
    changing.edit(by=Viewer(anna), post_id=post, audience="only_me", now=START, limits=LIMITS)
    return f"/posts/{post}/repost"


def _commented(anna: int, bert: int) -> str:
    post = publish(anna)
    comment = say(bert, post)
    changing.remove(by=Viewer(anna), post_id=post)
    return f"/comments/{comment}/edit"


def _edited(_anna: int, bert: int) -> str:
    post = publish(bert)
    changing.remove(by=Viewer(bert), post_id=post)
    return f"/posts/{post}/edit"


def _went_out(_anna: int, bert: int) -> str:
    draft = drafting.save(by=Viewer(bert), words=Words(text="First"), now=START, limits=LIMITS)
    drafting.publish(by=Viewer(bert), draft_id=draft, now=START, limits=LIMITS)
    return f"/drafts/{draft}"


@pytest.mark.parametrize("gone", [_left_group, _narrowed, _commented, _edited, _went_out])
def test_what_is_gone_by_then_gives_the_words_back(anna: int, gone: Callable[[int, int], str]) -> None:
    """404 with the words, to keep as a draft by one press; who only looks finds nothing, as ever (FEED-6)."""
    bert, browser = _bert()
    address = gone(anna, bert)
    before = Post.objects.count()
    answer = browser.post(address, {"text": TYPED, "group": "rust" if gone is _left_group else ""})
    assert (answer.status_code, _words(answer)) == (404, TYPED)
    assert "What you wrote stands below" in read(answer).text
    assert Post.objects.count() == before
    assert browser.post(address, {"text": " ", "group": "rust"}).status_code in (404, 422)
    if gone is not _left_group:
        assert browser.get(address).status_code == 404
    if gone is not _commented:
        kept = fields_of(form_to(read(answer), "/drafts/new"))
        assert browser.post("/drafts/new", {**kept, "text": TYPED}).status_code == 303
        draft = Draft.objects.get()
        assert (draft.owner_id, draft.text, draft.audience) == (bert, TYPED, "only_me")


def test_an_article_that_went_out_elsewhere_gives_all_of_it_back(anna: int) -> None:
    """FEED-7: the title and the audience too."""
    _, browser = _bert()
    sent = {"text": TYPED, "title": "On weirs", "form": "article", "audience": "members"}
    answer = browser.post("/drafts/0192a3b4-0000-7000-8000-000000000000", sent)
    assert answer.status_code == 404
    page = read(answer)
    assert page.all("input", name="title")[0].get("value") == "On weirs"
    kept = {**fields_of(form_to(page, "/articles/new")), "text": TYPED, "title": "On weirs"}
    assert browser.post("/articles/new", kept).status_code == 303
    draft = Draft.objects.get()
    assert (draft.form, draft.title, draft.audience) == ("article", "On weirs", "members")


@pytest.mark.parametrize(
    "path", ["/posts/new", "/posts/{post}/comment", "/posts/{post}/edit", "/@bert/report"]
)
def test_who_was_signed_out_while_writing_gets_the_words_back(anna: int, path: str) -> None:
    """401 with the words and the way to sign in, in a tab of its own; nothing of them stands in an address."""
    address, before = path.format(post=publish(anna)), Post.objects.count()
    answer = Client().post(address, {"title": "On weirs", "words" if "report" in path else "text": TYPED})
    assert (answer.status_code, _written(answer)) == (401, f"On weirs {TYPED}")
    way = read(answer).all("a", target="_blank")[0]
    assert way.get("href") == "/sign-in?next=/" and "Location" not in answer.headers
    assert Post.objects.count() == before
    assert Client().post(address, {"text": " "}).headers["Location"] == "/sign-in?next=/"


def test_a_form_without_its_token_gives_the_words_back_in_no_form(anna: int) -> None:
    """403: what another site wrote into the form could not be sent by a press here."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Account.objects.get(actor_id=anna))
    answer = browser.post(f"/posts/{publish(anna)}/comment", {"text": TYPED, "password": "a secret"})
    assert (answer.status_code, _written(answer)) == (403, TYPED)
    assert "a secret" not in answer.content.decode()
    (words,) = read(answer).all("textarea")
    assert "readonly" in words.attributes and not read(answer).all("form", method="post")
