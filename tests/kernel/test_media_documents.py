"""A PDF becomes pictures of its pages; what is hostile costs little and gets a sentence (FEED-1, quality 4)."""

from __future__ import annotations

import subprocess
from typing import Any

import pypdfium2
import pytest

from rapport.kernel.errors import Invalid
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import actions, pages, printing, queries, store
from rapport.kernel.media.rules import NotADocument, Shape, TooManyBytes, TooManyPages
from tests.kernel import corpus, corpus_pdf
from tests.kernel.test_media import kept_files, opened, place
from tests.kernel.test_media_whole import corners_of

__all__ = ["place"]  # the fixture of the store

pytestmark = pytest.mark.pure


def test_each_page_becomes_a_picture_with_its_words() -> None:
    """In its own shape, with the words for who listens; the file itself is not kept."""
    kept = actions.keep_document(corpus_pdf.pages(3), Limits())
    assert [page.shape for page in kept.pages] == [Shape(1_060, 1_500)] * 3
    assert [page.words for page in kept.pages] == [
        f"Page {number}: {corpus_pdf.LINE}" for number in (1, 2, 3)
    ]
    assert opened(queries.whole(kept.key, 1_600, 3) or b"").size == (1_060, 1_500)
    assert opened(queries.whole(kept.key, 800, 1) or b"").size == (707, 1_000)
    assert corners_of(queries.whole(kept.key, 800, 1) or b"")[:2] == ("red", "white")
    assert queries.whole(kept.key, 800) is None and queries.whole(kept.key, 800, 4) is None
    files = [path for path in store.root().rglob("*") if path.is_file()]
    assert not any(b"%PDF" in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((842, 595), Shape(1_200, 848)),
        ((1e7, 1e7), Shape(1_200, 1_200)),
        ((2, 20_000), Shape(1, 1_500)),
        ((3, 3), Shape(1_200, 1_200)),
    ],
)
def test_pages_of_every_size_are_drawn_bounded(size: tuple[float, float], shape: Shape) -> None:
    """However large or small a page says it is, so many pixels are drawn and no more."""
    with pypdfium2.PdfDocument(corpus_pdf.pages(size=size)) as document:
        _words, sizes = printing.draw(document, 0)
    drawn = opened(sizes[1_600])
    assert abs(drawn.width - shape.width) <= 1 and abs(drawn.height - shape.height) <= 1


def test_nothing_of_a_document_runs() -> None:
    """A script, a page to go to, an attachment: what is kept are pixels and words."""
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    kept = actions.keep_document(corpus_pdf.pages(more=script), Limits())
    assert b"alert" not in (queries.whole(kept.key, 1_600, 1) or b"")


BROKEN = {
    "nothing but its beginning": b"%PDF-1.7 ...",
    "cut off": corpus_pdf.pages(2)[:300],
    "no pages": corpus_pdf.pages(0),
    "no pages at all": corpus_pdf.written({1: "<< /Type /Catalog >>"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_gets_a_sentence(name: str) -> None:
    with pytest.raises(NotADocument, match="damaged or has no pages"):
        actions.keep_document(BROKEN[name], Limits())
    assert kept_files(store.root()) == []


@pytest.mark.parametrize("data", [b"", b"I am a document.", corpus.saved(corpus.corners()), corpus.zipped()])
def test_what_is_no_document_is_not_even_opened(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_run", lambda *_: pytest.fail("it was drawn"))
    with pytest.raises(NotADocument, match="Use a PDF"):
        actions.keep_document(data, Limits())


def test_what_is_protected_gets_a_sentence_of_its_own() -> None:
    with pytest.raises(NotADocument, match="password") as refused:
        actions.keep_document(corpus_pdf.protected(), Limits())
    assert (refused.value.code, refused.value.status) == ("document_protected", 422)


def test_what_is_too_long_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the settings of the site: pages are counted before one is drawn, bytes before anything is read."""
    with pytest.raises(TooManyPages, match="has 5 pages"):
        actions.keep_document(corpus_pdf.pages(5), Limits(document_pages=4))
    monkeypatch.setattr(actions, "_run", lambda *_: pytest.fail("it was drawn"))
    with pytest.raises(TooManyBytes, match="1 MB") as refused:
        actions.keep_document(corpus_pdf.pages() + bytes(1 << 20), Limits(document_megabytes=1))
    assert refused.value.status == 413
    assert kept_files(store.root()) == []


def test_what_is_endless_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms within forms, five thousand million squares in a kilobyte."""
    monkeypatch.setattr(actions, "DOCUMENT_WALL_SECONDS", 1.0)
    with pytest.raises(NotADocument, match="too long to draw") as refused:
        actions.keep_document(corpus_pdf.endless(), Limits())
    assert refused.value.code == "document_endless"
    assert kept_files(store.root()) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(-24, "document_endless"), (1, "document_endless"), (-11, "document_broken"), (65, "document_broken")],
)
def test_however_it_ends_there_is_a_sentence(status: int, code: str) -> None:
    """Stopped by the system, out of memory, crashed, refused."""
    assert pages.refusal(status, "", Limits()).code == code


def test_the_printer_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this process's environment reaches it."""
    run, given_to = subprocess.run, {}

    def watched(*words: Any, **how: Any) -> Any:
        given_to.update(how)
        return run(*words, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setenv("RAPPORT_SECRET_KEY", "secret")
    actions.keep_document(corpus_pdf.pages(), Limits())
    assert set(given_to["env"]) == {"PYTHONPATH"}


def test_a_full_disk_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of the pages."""
    written: list[int] = []

    def pages(*given: Any) -> Any:
        yield 1, {800: b"one"}
        written.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions, "_pages", pages)
    with pytest.raises(OSError, match="No space"):
        actions.keep_document(corpus_pdf.pages(), Limits())
    assert written and kept_files(store.root()) == []


def test_words_are_plain() -> None:
    """Signs that turn text around or are none are left out, and a page's words are bounded."""

    class Part:
        def count_chars(self) -> int:
            return 20_000

        def get_text_range(self, **_: Any) -> str:
            return "a\u202eb\r\n\n  c\x00d " + "x" * 20_000

        def close(self) -> None: ...

    class Paper:
        def get_textpage(self) -> Part:
            return Part()

    words = printing._words(Paper())
    assert words.startswith("a b\nc d xxx") and len(words) == 5_000


def test_refusals_are_errors_of_what_was_given() -> None:
    assert issubclass(NotADocument, Invalid) and issubclass(TooManyPages, Invalid)
