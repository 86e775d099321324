"""Previews of links: fetched once for all, shown as the site says, and silently missing otherwise (FEED-1)."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.posts.actions import changing, linking
from rapport.content.posts.models import LinkPreview, PostLink
from rapport.content.posts.queries import attached
from rapport.content.posts.queries.views import posts
from rapport.content.posts.rules.linking import AGAIN, Said, State, decoded, digest, first_link, said_by
from rapport.kernel.errors import Absent
from rapport.kernel.jobs.models import Job
from rapport.kernel.media import queries as media
from rapport.people.audience import VISITOR, Viewer
from tests.actions.groups import connect
from tests.kernel import corpus
from tests.kernel.outside import Answer, moved, page, site
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost, shown

pytestmark = pytest.mark.django_db

URL = "http://example.com/a"
HEAD = b"""<!doctype html><html><head><meta charset="utf-8">
<title>Not this</title><meta property="og:title" content="The &amp; title">
<meta content='What it is "about"' property=og:description><meta property="og:site_name" content="Example">
<meta property="og:image" content="/cover.png"></head><body><meta property="og:title" content="No">"""
COVER = corpus.saved(corpus.corners(900, 600))


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    """An empty store."""
    settings.DATA_DIR = tmp_path


def fetched(answers: dict[str, Answer], url: str = URL, **how: Any) -> tuple[State | None, list[str]]:
    """What comes of fetching the preview, and whom that asked."""
    with site(answers, **how) as there:
        return linking.fetch_preview(found=digest(url), line=there.line), [
            one.partition(" HTTP")[0] for one in there.asked
        ]


def write(by: int, words: str = f"Look: {URL}.", now: datetime = START, audience: str = "anyone") -> int:
    return publish(by, words, audience, now=now)


def jobs() -> int:
    return Job.objects.filter(name=linking.FETCH).count()


def test_a_page_is_shown_as_it_says_itself() -> None:
    """Open Graph before its title; the picture is our own copy, in its own shape."""
    author = make_member("author")
    post = write(author)
    assert (shown(None, post).beside.link, jobs()) == (None, 1)
    found, asked = fetched({"/a": page(HEAD), "/cover.png": page(COVER, kind="image/png")})
    assert (found, asked) == (State.SHOWN, ["GET /a", "GET /cover.png"])
    link = shown(None, post).beside.link
    assert link is not None and link.image is not None
    assert (link.url, link.host, link.title, link.description, link.site) == (
        URL, "example.com", "The & title", 'What it is "about"', "Example",
    )  # fmt: skip
    assert (link.image.width, link.image.height) == (900, 600)
    assert media.whole(link.image.key, 800)
    attached.fetched_by(VISITOR, link.image.key, LIMITS)


def test_one_page_is_asked_once_for_all_posts() -> None:
    """However its address is written; again at the earliest after three days, when it is posted anew."""
    one, two = make_member("one"), make_member("two")
    first = write(one)
    second = write(two, "HTTP://EXAMPLE.com:80/a#part and https://other.example.org/")
    assert jobs() == 1 and LinkPreview.objects.count() == 1
    fetched({"/a": page(HEAD), "/cover.png": page(b"", status="404 Not Found")})
    assert shown(None, first).beside.link == shown(None, second).beside.link
    Job.objects.all().delete()
    write(one, now=START + AGAIN - timedelta(seconds=1))
    assert jobs() == 0
    third = write(one, now=START + AGAIN)
    assert jobs() == 1
    fetched({"/a": page(b"<title>New")})
    link = shown(None, third).beside.link
    assert link is not None and link.title == "New"
    fetched({"/a": page(b"gone", status="404 Not Found")})
    assert shown(None, third).beside.link == link


@pytest.mark.parametrize(
    "answers",
    [
        {"/a": page(b"<p>No title")},
        {"/a": page(b"<title> \xe2\x80\x8b </title>")},
        {"/a": page(HEAD, status="404 Not Found")},
        {"/a": page(HEAD, kind="application/pdf")},
        {"/a": page(b"<title>x" + b"y" * (2 << 20))},
        {"/a": b"no answer"},
        {"/a": moved("http://127.0.0.1/")},
        {"/a": moved("http://inner.example.org/")},
        {"/a": moved("/a")},
    ],
)
def test_what_cannot_be_had_is_silently_missing(answers: dict[str, Answer]) -> None:
    """No title, no page, no end, an inner address behind a redirect: the text stands, and nobody hears an error."""
    author = make_member("author")
    post = write(author)
    found, _asked = fetched(answers, names={"inner.example.org": ["10.0.0.1"]})
    assert found is State.NONE
    view = shown(None, post)
    assert view.beside.link is None and URL in view.text


def test_an_inner_address_is_never_asked() -> None:
    """Neither by number, nor by a name that leads inside."""
    author = make_member("author")
    for words in ("http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://169.254.169.254/latest",
                  "http://printer.local/", "http://example.com:8080/", "http://2130706433/"):  # fmt: skip
        write(author, words)
    assert (jobs(), LinkPreview.objects.count()) == (0, 0)
    write(author)
    found, asked = fetched({"/a": page(HEAD)}, names={"example.com": ["192.168.1.1"]})
    assert (found, asked) == (State.NONE, [])


@pytest.mark.parametrize(
    "picture",
    [
        page(b"no picture", kind="image/png"),
        page(corpus.SVG, kind="image/svg+xml"),
        page(corpus.saved(corpus.corners(40, 40)), kind="image/png"),
        page(corpus.claims("PNG", 10_000, 10_000), kind="image/png"),
        page(b"", status="404 Not Found"),
        moved("http://127.0.0.1/"),
    ],
)
def test_a_page_without_a_fit_picture_is_shown_without(picture: Answer) -> None:
    author = make_member("author")
    post = write(author)
    assert fetched({"/a": page(HEAD), "/cover.png": picture})[0] is State.SHOWN
    link = shown(None, post).beside.link
    assert link is not None and link.image is None


def test_its_author_may_take_it_away() -> None:
    """From this post alone; it stays away until the link is another."""
    author, other = make_member("author"), make_member("other")
    mine, theirs = write(author), write(other)
    fetched({"/a": page(HEAD), "/cover.png": page(COVER, kind="image/png")})
    with pytest.raises(Absent):
        changing.remove_preview(by=Viewer(other), post_id=mine)
    assert shown(None, mine).beside.link
    for _ in range(2):
        changing.remove_preview(by=Viewer(author), post_id=mine)
    assert (shown(None, mine).beside.link, shown(None, theirs).beside.link is None) == (None, False)
    edit(author, mine, f"Again {URL}")
    assert shown(None, mine).beside.link is None
    edit(author, mine, "http://example.com/b")
    fetched({"/b": page(b"<title>B")}, "http://example.com/b")
    link = shown(None, mine).beside.link
    assert link is not None and link.title == "B"


def edit(by: int, post: int, words: str) -> None:
    changing.edit(by=Viewer(by), post_id=post, words=words, now=START, limits=LIMITS)


def test_a_preview_goes_with_the_last_post_that_shows_it(django_capture_on_commit_callbacks: Any) -> None:
    """Also what it was about: the address of a page that only one member posted is gone with their posts."""
    one, two = make_member("one"), make_member("two")
    posts = write(one), write(two)
    fetched({"/a": page(HEAD), "/cover.png": page(COVER, kind="image/png")})
    image = LinkPreview.objects.get().image
    changing.remove(by=Viewer(one), post_id=posts[0])
    assert media.whole(image, 800) and LinkPreview.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        edit(two, posts[1], "No link any more")
    assert media.whole(image, 800) is None
    assert not LinkPreview.objects.exists() and not PostLink.objects.exists()
    with pytest.raises(Absent):
        attached.fetched_by(Viewer(two), image, LIMITS)
    assert linking.fetch_preview(found=digest(URL)) is None


def test_its_picture_is_for_who_sees_a_post_with_it() -> None:
    """FEED-6: nobody learns from a picture that somebody posted its page to their connections."""
    author, friend, stranger = (make_member(one) for one in ("author", "friend", "stranger"))
    connect(author, friend)
    write(author, audience="connections")
    fetched({"/a": page(HEAD), "/cover.png": page(COVER, kind="image/png")})
    image = LinkPreview.objects.get().image
    attached.fetched_by(Viewer(friend), image, LIMITS)
    for one in (VISITOR, Viewer(stranger)):
        with pytest.raises(Absent):
            attached.fetched_by(one, image, LIMITS)


def test_a_list_of_posts_costs_no_more_with_all_that() -> None:
    """One statement more or less for none of it: what comes with posts is asked together with the rest."""
    author, viewer = make_member("author"), make_member("viewer")
    plain = [publish(author) for _ in range(3)]
    linked = [write(author) for _ in range(3)]
    fetched({"/a": page(HEAD)})
    counts = []
    for ids in (plain, linked):
        posts(Viewer(viewer), ids, LIMITS)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(posts(Viewer(viewer), ids, LIMITS)) == 3
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_repost_has_no_preview_of_its_own() -> None:
    author, other = make_member("author"), make_member("other")
    post = write(author)
    shared = repost(other, post, "See http://example.com/b")
    assert not PostLink.objects.filter(post_id=shared).exists()


# What a page says


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("no link", None),
        ("(see https://example.com/a_(b)).", "https://example.com/a_(b)"),
        ("http://127.0.0.1/ then https://example.com", "https://example.com/"),
        ("mail me@example.com", None),
        ("[it](https://example.com/x) in Markdown", "https://example.com/x"),
        ("http://" * 3_000, None),
    ],
)
def test_the_first_link_that_anybody_can_open(words: str, url: str | None) -> None:
    found = first_link(words)
    assert (found and found.url) == url


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("<title>T</title>", Said("T", "", "example.com", "")),
        ("<TITLE lang=en>\n A \n B </TITLE>", Said("A B", "", "example.com", "")),
        ("<meta name='twitter:title' content=T><meta name=description content='D'>", Said("T", "D", "example.com", "")),
        ("<meta property=og:title content='a>b'><meta name=title content=2>", Said("a>b", "", "example.com", "")),
        ("<title>&lt;b&gt;x</title>", Said("<b>x", "", "example.com", "")),
        ("<title>a\u202eb\u2066</title>", Said("ab", "", "example.com", "")),
        (f"<title>{'x' * 300}</title>", Said("x" * 199 + "…", "", "example.com", "")),
        ("<title>T<meta property='og:image' content='https://a.org/i'>", Said("T", "", "example.com", "https://a.org/i")),
        ("<meta property='og:title'><title>T</title>", Said("T", "", "example.com", "")),
        ("<title></title><body><meta property='og:title' content=No>", None),
        ("<meta", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_a_page_says_of_itself(head: str, said: Said | None) -> None:
    assert said_by(f"<html><head>{head}", "www.example.com") == said


@pytest.mark.parametrize(
    "again", ["<meta ", "<meta a='", '<meta a="', "<meta " + "a=b " * 50, "<title", "<", "<!--", "<meta '\""]
)
def test_a_hostile_page_is_read_in_no_time(again: str) -> None:
    """Half a megabyte of beginnings without an end."""
    begun = time.monotonic()
    said_by(again * (1_000_000 // len(again)), "example.com")
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        (b"<meta charset=latin-1>\xe9", "", "<meta charset=latin-1>é"),
        ("é".encode("utf-8-sig"), "latin-1", "é"),
        ("é".encode(), "base64", "é"),
        ("é".encode(), "no-such", "é"),
        (b"\xff\xfe", "", "\ufffd\ufffd"),
    ],
)
def test_the_letters_of_a_page(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text
