"""The pages of imports and of the contact book (OPS-1), without script."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.faults import Unreadable
from rapport.content.exchange.models import ImportRun
from rapport.interfaces.console.demo.cast import Cast
from rapport.kernel import jobs
from rapport.people.accounts.models import Account
from rapport.people.contacts.models import Contact
from rapport.people.relationships.models import Invitation
from rapport.people.ties import queries as ties
from tests.exchange.archives import write_archive, zipped
from tests.exchange.hostile import overlapping
from tests.matrix.digest import changed, digests

pytestmark = pytest.mark.django_db

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Erin,W,https://www.linkedin.com/in/erin,erin@example.org,Acme,Inspector,04 Dec 2025\n"
    "Zoe,Ek,https://www.linkedin.com/in/zoe,,Pumps,=Boss(),05 Dec 2025\n"
    "Bob,A,https://www.linkedin.com/in/bob,bob@example.org,,,05 Dec 2025\n"
)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _browser(actor_id: int) -> Client:
    browser = Client()
    browser.force_login(Account.objects.get(actor_id=actor_id), "rapport.people.accounts.backend.Backend")
    return browser


def _said(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def _bring(browser: Client, content: bytes, name: str = "archive.zip") -> str:
    answer: Any = browser.post("/import", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 303, _said(answer)
    return str(answer.headers["Location"])


def test_from_the_file_to_the_report_and_back(cast: Cast) -> None:
    """OPS-1: upload, preview with nothing ticked, choice, progress, report, undo: all by plain forms."""
    browser = _browser(cast.alice.id)
    before = digests()
    assert "Nothing has been brought yet." in _said(browser.get("/import"))
    place = _bring(browser, zipped({"Connections.csv": CONNECTIONS, "Odd.txt": "x"}))
    assert "Being read" in _said(browser.get("/import")) or "Waits to be read" in _said(
        browser.get("/import")
    )
    waiting = browser.get(place)
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert "Look again" in _said(waiting)
    jobs.run_due()
    preview = browser.get(place)
    assert " checked" not in preview.content.decode()
    assert "Connections 3 rows" in _said(preview)
    assert "Odd.txt" in _said(preview)
    refused = browser.post(f"{place}/confirm", {})
    assert (refused.status_code, "Choose at least one part." in _said(refused)) == (422, True)
    ticked = browser.post(f"{place}/confirm", {"all": "1"})
    assert 'value="connections" checked' in ticked.content.decode()
    assert ImportRun.objects.get().state == "previewed"
    assert browser.post(f"{place}/confirm", {"parts": ["connections"]}).status_code == 303
    assert "0 of 3 rows" in _said(browser.get(place))
    jobs.run_due()
    report = _said(browser.get(place))
    assert "1 of the people you know is here." in report
    assert "Connections 3 3 – – – –" in report
    assert "A member here" in _said(browser.get(f"{place}?outcome=imported"))
    csv = browser.get(f"{place}/report")
    assert csv.headers["Content-Disposition"].startswith("attachment")
    assert csv.content.decode().count("\r\n") == 5  # its head, three rows, and the file that was left
    assert "Take this import back?" in _said(browser.get(f"{place}/undo"))
    assert browser.post(f"{place}/undo").headers["Location"] == "/import"
    assert "Being taken back" in _said(browser.get("/import"))
    jobs.run_due()
    assert browser.get(place).status_code == 404
    assert browser.get(place, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/import"
    assert changed(before, digests()) <= {"jobs_job", "accounts_session"}


def test_whom_one_knows_is_invited_only_when_ticked(cast: Cast) -> None:
    """OPS-1, REL-6: offers are ticked by the reader; a context is asked for, what was ticked stays; then it is done."""
    browser = _browser(cast.alice.id)
    place = _bring(browser, zipped({"Connections.csv": CONNECTIONS}))
    jobs.run_due()
    browser.post(f"{place}/confirm", {"parts": ["connections"]})
    jobs.run_due()
    page = browser.get("/contacts")
    assert "Erin Weiß" in _said(page)
    assert "You have their email address." in _said(page)
    assert " checked" not in page.content.decode()
    assert "Bob A" in _said(page)  # in the book, and connected already: not offered
    assert 'value="bob"' not in page.content.decode()
    count = Invitation.objects.count()
    for given, sentence in (
        ({}, "Tick whom you would like"),
        ({"invite": "erin"}, "Say how you know each other."),
        ({"invite": "dan", "context": "other"}, "Tick whom you would like"),
    ):
        refused = browser.post("/contacts/offers", given)
        assert (refused.status_code, sentence in _said(refused)) == (422, True)
    assert 'value="erin" checked' in browser.post("/contacts/offers", {"invite": "erin"}).content.decode()
    assert Invitation.objects.count() == count
    done = browser.post(
        "/contacts/offers", {"invite": "erin", "follow": "erin", "context": "worked_together"}, follow=True
    )
    assert "2 done." in _said(done)
    assert "They are here" not in _said(done)
    assert ties.follows(cast.alice.id, cast.erin.id)
    assert Invitation.objects.get(recipient_id=cast.erin.id).context == "worked_together"


def test_an_offer_is_put_aside_and_a_contact_deleted(cast: Cast) -> None:
    """OPS-1: both for good, by a press; deleting all asks first."""
    browser = _browser(cast.alice.id)
    place = _bring(browser, zipped({"Connections.csv": CONNECTIONS}))
    jobs.run_due()
    browser.post(f"{place}/confirm", {"parts": ["connections"]})
    jobs.run_due()
    assert "is not offered to you any more" in _said(browser.post("/contacts/offers/erin/aside", follow=True))
    assert "They are here" not in _said(browser.get("/contacts"))
    zoe = Contact.objects.get(name="Zoe Ek")
    stranger = _browser(cast.dan.id)
    assert stranger.post(f"/contacts/{zoe.pk}/delete").status_code == 404
    assert "Zoe" not in _said(stranger.get("/contacts"))
    browser.post(f"/contacts/{zoe.pk}/delete")
    assert "Nobody in your book is called “zoe”." in _said(browser.get("/contacts?q=zoe"))
    assert "2 people are deleted" in _said(browser.get("/contacts/delete"))
    browser.post("/contacts/delete")
    assert not Contact.objects.exists()
    assert "Your contact book is empty." in _said(browser.get("/contacts"))


HOSTILE = {
    "a PDF": (b"%PDF-1.7", "This is a PDF"),
    "a picture": (b"\x89PNG\r\n", "This is a picture"),
    "a torn zip": (b"PK\x03\x04 torn", "ends too early"),
    "overlapping files": (overlapping(), ""),
    "nothing of LinkedIn's": (zipped({"a.txt": "x"}), "Is it the right one?"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_wrong_file_says_what_it_is(cast: Cast, case: str, tmp_path: Path) -> None:
    """OPS-1, quality 4: a sentence that says what it is and what to do; nothing is half done."""
    browser = _browser(cast.alice.id)
    before = digests()
    content, sentence = HOSTILE[case]
    path = tmp_path / "archive.zip"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        open_archive(path)
    place = _bring(browser, content)
    jobs.run_due()
    said = _said(browser.get(place))
    assert sentence in said
    assert " ".join(refused.value.sentence().split()) in said
    browser.post(f"{place}/undo")
    jobs.run_due()
    assert changed(before, digests()) <= {"jobs_job", "accounts_session"}


def test_no_file_an_empty_one_and_one_too_large(cast: Cast) -> None:
    """OPS-1: said on the page of the upload, with the right status; nothing is left."""
    browser = _browser(cast.alice.id)
    nothing: Any = browser.post("/import", {})
    assert (nothing.status_code, "Choose a file first." in _said(nothing)) == (422, True)
    large: Any = browser.generic(
        "POST", "/import", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999999"
    )
    assert (large.status_code, "larger than 500 MB" in _said(large)) == (413, True)
    assert Client().post("/import", {}).headers["Location"].startswith("/sign-in")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(actor_id=cast.alice.id), "rapport.people.accounts.backend.Backend")
    assert strict.post("/import", {"file": SimpleUploadedFile("a.zip", b"PK")}).status_code == 403
    assert not ImportRun.objects.exists()


def test_a_whole_archive_fills_a_profile(cast: Cast, tmp_path: Path) -> None:
    """OPS-1, PRO-1: from an archive to a finished profile by five requests."""
    browser = _browser(cast.erin.id)
    path = tmp_path / "archive.zip"
    write_archive(path, era=2026, connections=40, messages=5, comments=5)
    place = _bring(browser, path.read_bytes())
    jobs.run_due()
    parts = re.findall(r'name="parts" value="(\w+)"', browser.get(place).content.decode())
    browser.post(f"{place}/confirm", {"parts": parts})
    jobs.run_due()
    assert "Your file is taken in" in _said(browser.get(place))
    page = _said(browser.get("/@erin"))
    assert "Experience" in page
    assert "people, seen by you alone." in _said(browser.get("/contacts"))
