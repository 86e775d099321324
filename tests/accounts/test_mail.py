"""Mail leaves by jobs, through a real SMTP server on loopback: up, down, slow, refusing, or none at all."""

from __future__ import annotations

import asyncio
import email
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage as Parsed
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from rapport.interfaces.mail.letter import paragraphs
from rapport.kernel import clock as moments
from rapport.kernel import jobs
from rapport.kernel.jobs.models import Job
from rapport.people.accounts.models import Account

pytestmark = pytest.mark.django_db


class Sink:
    """Keeps what arrives; `answer` and `delay` make it a bad server."""

    def __init__(self) -> None:
        """Empty, and friendly."""
        self.kept: list[Parsed] = []
        self.answer = "250 OK"
        self.delay = 0.0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd calls it so)
        """Take one mail."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(parsed, Parsed)
            self.kept.append(parsed)
        return self.answer


@pytest.fixture(autouse=True)
def _site(settings: Settings, port: int) -> None:
    """The site's own backend, and a mail server's address where nothing answers yet."""
    settings.EMAIL_BACKEND = "rapport.interfaces.mail.backend.JobBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1


@pytest.fixture
def sink(port: int) -> Iterator[Sink]:
    """A mail server at that address."""
    kept = Sink()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept
    server.stop()


def later() -> int:
    """Do what is due in a day."""
    return jobs.run_due(moments.now() + timedelta(days=1))


def test_a_mail_arrives_with_both_bodies(sink: Sink) -> None:
    """Plain text first, a small HTML beside it, the job's id as Message-ID."""
    EmailMessage(
        "Größe", "Hello,\n\n    ABCD-EFGH\n\nSee http://testserver/join.\n", None, ["mara@example.org"]
    ).send()
    job = Job.objects.get(name="mail.send")
    assert sink.kept == []
    assert jobs.run_due() == 1
    (kept,) = sink.kept
    assert kept["Message-ID"] == f"<{job.pk}@testserver>"
    assert (kept["To"], kept["Subject"], kept["Auto-Submitted"]) == (
        "mara@example.org",
        "Größe",
        "auto-generated",
    )
    plain, twin = (part.get_content() for part in kept.iter_parts())
    assert plain.startswith("Hello,")
    assert "<code>ABCD-EFGH</code>" in twin
    assert '<a href="http://testserver/join">http://testserver/join</a>.' in twin


def test_what_is_rolled_back_sends_nothing(sink: Sink) -> None:
    """A mail belongs to the transaction of what it tells."""
    with transaction.atomic():
        EmailMessage("s", "t", None, ["mara@example.org"]).send()
        transaction.set_rollback(True)
    assert jobs.run_due() == 0
    assert sink.kept == []


def test_a_mail_keeps_no_attachments() -> None:
    """A job keeps words alone."""
    message = EmailMessage("s", "t", None, ["mara@example.org"], attachments=[("a", "b", "text/plain")])
    with pytest.raises(ValueError, match="no attachments"):
        message.send()


def test_a_server_that_is_down_delays_nobody(mara: Account, client: Client, port: int) -> None:
    """The page answers at once; the job tries again and delivers once the server is back, under the same id."""
    jobs.run_due()  # what her joining brought forth: of one moment, so in no order with the mail
    begun = time.monotonic()
    assert client.post("/password", {"email": "mara@example.org"}).status_code == 302
    assert time.monotonic() - begun < 10
    with pytest.raises(OSError):
        jobs.run_due()
    job = Job.objects.get(name="mail.send")
    assert (job.state, job.attempts) == ("ready", 1)
    assert job.run_at > moments.now()
    kept = Sink()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert later() == 1
    finally:
        server.stop()
    assert [one["Message-ID"] for one in kept.kept] == [f"<{job.pk}@testserver>"]


def test_a_slow_server_is_left(sink: Sink) -> None:
    """The worker waits for a second here (15 on a site), then tries again later."""
    EmailMessage("s", "t", None, ["mara@example.org"]).send()
    sink.delay = 30
    begun = time.monotonic()
    with pytest.raises(OSError):
        jobs.run_due()
    assert time.monotonic() - begun < 20
    sink.delay = 0
    assert later() == 1
    assert len({one["Message-ID"] for one in sink.kept}) == 1


def test_a_refusal_is_tried_again(sink: Sink) -> None:
    """A mail the server will not take stays a job, with its words in the log of attempts."""
    EmailMessage("s", "t", None, ["mara@example.org"]).send()
    sink.answer = "451 try later"
    with pytest.raises(Exception, match="451"):
        jobs.run_due()
    assert "451" in Job.objects.get(name="mail.send").last_error
    sink.answer = "250 OK"
    assert later() == 1
    assert len(sink.kept) == 1


def test_without_a_server_the_operator_reads_it(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """Without RAPPORT_SMTP_URL each mail stands in the log, legibly."""
    settings.EMAIL_HOST = ""
    EmailMessage("Your code", "Type this:\n\n    ABCD-EFGH\n", None, ["mara@example.org"]).send()
    with caplog.at_level(logging.INFO, "rapport.mail"):
        jobs.run_due()
    (told,) = [record.getMessage() for record in caplog.records if record.name == "rapport.mail"]
    assert "Mail to mara@example.org" in told
    assert "Subject: Your code" in told
    assert "\n    ABCD-EFGH\n" in told


def test_paragraphs() -> None:
    """Links end before the full stop; only wholly indented blocks are prominent."""
    first, second = paragraphs("One http://a.example/b?c=d, and\ntwo.\n\n\n    CODE\n")
    assert [[piece.href for piece in line] for line in first.lines] == [
        ["", "http://a.example/b?c=d", ""],
        [""],
    ]
    assert (first.prominent, second.prominent) == (False, True)
