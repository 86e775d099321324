"""A mail server that takes everything and remembers it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.console.sites import free_port


@dataclass(frozen=True)
class Mail:
    """One mail as it came."""

    message_id: str
    to: str
    text: str


@dataclass
class Sink:
    """Every mail that came, in order, the same one as often as it came."""

    url: str = ""
    mails: list[Mail] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's)
        """Take a mail."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        self.mails.append(Mail(str(message["Message-ID"]), ",".join(envelope.rcpt_tos), text))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A sink that listens on a port of its own."""
    sink = Sink()
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        sink.url = f"smtp://127.0.0.1:{port}"
        yield sink
    finally:
        controller.stop()
