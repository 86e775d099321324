"""A real site for the journeys: `rapport serve` on a throw-away instance, and the mail server it writes to."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from aiosmtpd.controller import Controller

from tests.conftest import Instance

START_SECONDS = 120
MAIL_SECONDS = 30
CODE = re.compile(r"^\s*([A-Z]{4}-[A-Z]{4})\s*$", re.MULTILINE)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Mailbox:
    """Keeps what arrives by SMTP: what everybody in the journeys gets to read."""

    arrived: list[tuple[str, Message]] = field(default_factory=list)
    _read: set[int] = field(default_factory=set)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take a mail, as aiosmtpd asks."""
        mail = message_from_bytes(envelope.content, policy=default)
        self.arrived += [(address, mail) for address in envelope.rcpt_tos]
        return "250 Kept"

    def next_to(self, address: str) -> str:
        """The text of the first mail to `address` that was not read yet; waits for it."""
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            for number, (to, mail) in enumerate(self.arrived):
                if to == address and number not in self._read:
                    self._read.add(number)
                    return _plain(mail)
            time.sleep(0.05)
        raise AssertionError(f"No mail came to {address}; there were {[to for to, _ in self.arrived]}.")

    def code_to(self, address: str) -> str:
        """The code in the next mail to `address`."""
        text = self.next_to(address)
        found = CODE.search(text)
        assert found, text
        return found[1]


def _plain(mail: Message) -> str:
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@dataclass(frozen=True)
class Site:
    """A running site: its address, its instance, its mail."""

    url: str
    instance: Instance
    mailbox: Mailbox

    def run(self, *arguments: str, given: str = "") -> str:
        """What `rapport …` prints on this instance."""
        done = subprocess.run(
            self.instance.command(*arguments),
            env=self.instance.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, words: str) -> str:
        """What a few lines of Python print inside this site."""
        environment = self.instance.env | {"DJANGO_SETTINGS_MODULE": "rapport.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{words}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def served(instance: Instance, log: Path) -> Iterator[Site]:
    """The site of `instance`, until the block ends; what it says goes to `log`."""
    mailbox = Mailbox()
    sink = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    sink.start()
    port = free_port()
    url = f"http://localhost:{port}"
    instance.env["RAPPORT_SMTP_URL"] = f"smtp://127.0.0.1:{sink.port}"
    instance.env["RAPPORT_URL"] = url
    with log.open("w") as said:
        server = subprocess.Popen(
            instance.command("serve", "--port", str(port), "--workers", "2"),
            env=instance.env,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(url, server, log)
        yield Site(url, instance, mailbox)
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        finally:
            server.kill()
            server.wait()
            sink.stop()
    trouble = [line for line in log.read_text().splitlines() if "Traceback" in line or "[error" in line]
    assert not trouble, log.read_text()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            with urlopen(f"{url}/sign-in", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"The site did not answer: {log.read_text()}")
