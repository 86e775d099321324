"""Pictures and documents of posts on pages, without a script: sent, described, shown, refused (FEED-1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.content.posts.actions import linking
from rapport.content.posts.models import LinkPreview, Post, PostPicture, Upload
from rapport.people.accounts.models import Account
from tests.cast import Cast
from tests.kernel import corpus, corpus_pdf
from tests.kernel.outside import page as answer
from tests.kernel.outside import site

PICTURE = corpus.saved(corpus.corners(90, 60))
NEW = "/posts/new"


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


def browser(actor: Any) -> Client:
    client = Client(raise_request_exception=False)
    account = Account.objects.get(pk=actor.account_id)
    client.force_login(account, "rapport.people.accounts.backend.Backend")
    return client


@pytest.fixture
def alice(cast: Cast) -> Client:
    return browser(cast.alice)


def sent(client: Client, *files: bytes, **words: Any) -> Any:
    """Send the form with these files, under names and types that say something else."""
    given = [SimpleUploadedFile("../../a.exe", data, content_type="text/html") for data in files]
    return client.post(NEW, {"text": "Look", "audience": "anyone", **words, "sent": given})


def keys_in(page: str) -> list[str]:
    return re.findall(r'name="key" value="([0-9a-f]{32})"', page)


def test_a_picture_is_sent_described_and_published(alice: Client) -> None:
    """The page comes back once, with what was typed, to ask what can be seen."""
    assert 'type="file"' in alice.get(NEW).content.decode()
    asked = sent(alice, PICTURE, PICTURE, text="My words", next="/@alice/posts")
    page = asked.content.decode()
    one, two = keys_in(page)
    assert asked.status_code == 200 and not Post.objects.exists()
    assert "My words" in page and "What can be seen in it?" in page and f'src="/media/{one}/800"' in page
    assert 'name="next" value="/@alice/posts"' in page
    assert alice.get(f"/media/{one}/800").status_code == 200
    assert Client().get(f"/media/{one}/800").status_code == 404
    done = sent(
        alice, text="My words", key=[one, two], next="/@alice/posts", **{f"alt-{one}": 'A "square" <b>'}
    )
    assert (done.status_code, done.headers["Location"]) == (303, "/@alice/posts"), "where it was begun"
    post = Post.objects.get()
    shown = Client().get(f"/posts/{post.pk}").content.decode()
    assert f'src="/media/{one}/1600"' in shown and 'width="90" height="60"' in shown
    assert "A &quot;square&quot; &lt;b&gt;" in shown or "A &#34;square&#34; &lt;b&gt;" in shown
    assert f"/media/{one}/800 90w, /media/{one}/1600 90w" in shown
    assert list(PostPicture.objects.order_by("position").values_list("key", flat=True)) == [one, two]


def test_a_picture_needs_no_words_and_can_be_taken_out(alice: Client) -> None:
    (one, two) = keys_in(sent(alice, PICTURE, PICTURE, text="").content.decode())
    page = sent(alice, text="", key=[one, two], drop=one).content.decode()
    assert keys_in(page) == [two]
    assert sent(alice, text="", key=[two]).status_code == 303
    assert PostPicture.objects.get().key == two


def test_more_pictures_than_four(cast: Cast, alice: Client) -> None:
    """Four are shown at once, the others counted and one step away."""
    keys = keys_in(sent(alice, *[PICTURE] * 6).content.decode())
    sent(alice, key=keys)
    page = browser(cast.bob).get(f"/posts/{Post.objects.get().pk}").content.decode()
    assert page.count('<img src="/media/') >= 6 and "+2<" in page and "2 more pictures" in page


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([PICTURE] * 10, "A post shows at most 10 pictures; here are 11."),
        ([corpus_pdf.pages(1)], "A post shows pictures or a document, not both."),
        ([corpus_pdf.pages(1)] * 2, "A post shows one document. Take the others out."),
    ],
    ids=("pictures", "both", "documents"),
)
def test_what_does_not_go_together_is_refused_as_it_is_sent(
    alice: Client, files: list[bytes], sentence: str
) -> None:
    """FEED-1: at the chooser, before anybody describes them; what was sent and said before stays."""
    (before,) = keys_in(sent(alice, PICTURE).content.decode())
    refused = sent(alice, *files, key=before, **{f"alt-{before}": "A weir"})
    page = refused.content.decode()
    assert refused.status_code == 422 and sentence in page
    assert keys_in(page) == [before] and 'value="A weir"' in page
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    ids=("words", "SVG", "pixels", "protected", "broken", "bytes"),
    argvalues=[
        (b"no picture", "not a picture we can read"),
        (corpus.SVG, "of the kind SVG"),
        (corpus.claims("PNG", 10_000, 10_000), "of at most 40 million pixels"),
        (corpus_pdf.protected(), "protected by a password"),
        (b"%PDF-1.7 ...", "damaged or has no pages"),
        (PICTURE + bytes(13 << 20), "larger than 12 MB"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence_and_the_text_stays(
    alice: Client, place: Path, data: bytes, sentence: str
) -> None:
    """At the chooser; what was sent before it stays too, and nothing else is kept."""
    alone = b"%PDF-" in data[:20]  # no document stands beside a picture
    before = [] if alone else keys_in(sent(alice, PICTURE).content.decode())
    refused = sent(alice, data, text="My words", key=before)
    page = refused.content.decode()
    assert refused.status_code in (413, 422)
    assert sentence in page and "My words" in page and keys_in(page) == before
    assert not Post.objects.exists() and Upload.objects.count() == len(before)
    assert len(list(place.rglob("*.webp"))) == 2 * len(before)


def test_three_hundred_megabytes(alice: Client, place: Path) -> None:
    """Are not written down: reading stops at what a form may bring, and the words before it stay."""
    refused = sent(alice, PICTURE + bytes(300 << 20), text="My words")
    page = refused.content.decode()
    assert refused.status_code == 413
    assert "A picture may have 12 MB" in page and "My words" in page
    assert not Upload.objects.exists() and not list(place.rglob("*.webp"))


def test_a_document_is_read_page_by_page(cast: Cast, alice: Client) -> None:
    """By links, with the words of each page; hidden with its post."""
    (key,) = keys_in(sent(alice, corpus_pdf.pages(3)).content.decode())
    sent(alice, key=key, audience="connections", **{f"alt-{key}": "Minutes"})
    post = Post.objects.get().pk
    bob, carol = browser(cast.bob), browser(cast.carol)
    shown = bob.get(f"/posts/{post}").content.decode()
    assert f'href="/posts/{post}/document/1"' in shown and "3 pages" in shown and "Minutes" in shown
    second = bob.get(f"/posts/{post}/document/2").content.decode()
    assert f"Page 2: {corpus_pdf.LINE}" in second and f'src="/media/{key}/1600/2"' in second
    assert f'rel="prev" href="/posts/{post}/document/1"' in second
    assert f'rel="next" href="/posts/{post}/document/3"' in second
    assert f'href="/posts/{post}/document/4"' not in bob.get(f"/posts/{post}/document/3").content.decode()
    assert bob.get(f"/media/{key}/800/3").status_code == 200
    for address in (f"/posts/{post}/document/1", f"/media/{key}/800/1"):
        assert carol.get(address).status_code == 404
    for address in (f"/posts/{post}/document/0", f"/posts/{post}/document/4", f"/media/{key}/800/4"):
        assert bob.get(address).status_code == 404


def test_somebody_elses_file_is_nobodys(cast: Cast, alice: Client) -> None:
    """A key of another member brings a sentence, and shows nothing."""
    (key,) = keys_in(sent(browser(cast.bob), PICTURE).content.decode())
    refused = sent(alice, key=key)
    page = refused.content.decode()
    assert refused.status_code == 422 and "Send it again" in page and key not in page


def test_the_preview_of_a_link_is_shown_and_taken_away(cast: Cast, alice: Client) -> None:
    """Our copy of its picture; nothing is asked of the other site by who reads."""
    sent(alice, text="See http://example.com/a")
    head = b"<title>Hello <b></title><meta property=og:image content=/i.png>"
    picture = answer(corpus.saved(corpus.corners(300, 200)), kind="image/png")
    with site({"/a": answer(head), "/i.png": picture}) as there:
        linking.fetch_preview(found=LinkPreview.objects.get().digest, line=there.line)
    post = Post.objects.get().pk
    page = Client().get(f"/posts/{post}").content.decode()
    assert "Hello" in page and f'src="/media/{LinkPreview.objects.get().image}/800"' in page
    assert 'src="http' not in page
    assert browser(cast.bob).post(f"/posts/{post}/link/remove").status_code == 404
    assert alice.post(f"/posts/{post}/link/remove").status_code == 303
    assert "Hello" not in Client().get(f"/posts/{post}").content.decode()
