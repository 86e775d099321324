"""The job that sends a mail: by the operator's mail server, or into the log where there is none.

It runs at least once: killed between the server's "250" and our "done", it sends again, with the
same Message-ID, so that a mail program shows one.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import ssl
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from rapport.kernel import jobs

log = logging.getLogger("rapport.mail")

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@jobs.handler("mail.send", outward=True)
def send(payload: dict[str, Any], job: UUID) -> None:
    """Send one mail.

    Raises: OSError or SMTPException, where the server does not take it; the job tries again later.
    """
    message = written(payload, job)
    if not settings.EMAIL_HOST:
        log.info("%s", printed(payload))
        return
    sender = parseaddr(str(message.from_email))[1]
    server = _server()
    try:
        body = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        server.sendmail(sender, message.recipients(), body)
    except BaseException:
        server.close()  # without QUIT: who did not answer in time will not answer that either
        raise
    with contextlib.suppress(OSError, smtplib.SMTPException):  # it is taken; how they part does not matter
        server.quit()


def written(payload: dict[str, Any], job: UUID) -> EmailMultiAlternatives:
    """The mail of a job; its Message-ID is the job's, the same at every attempt."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    headers = {**payload["headers"], "Message-ID": f"<{job}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        payload["subject"], payload["text"], payload["from"], payload["to"], headers=headers
    )
    message.attach_alternative(payload["html"], "text/html")
    return message


def printed(payload: dict[str, Any]) -> str:
    """The mail as the operator reads it in the log of a site without a mail server."""
    rule = "-" * 72
    head = f"Mail to {', '.join(payload['to'])} (no mail server is set: RAPPORT_SMTP_URL)"
    return f"{head}\n{rule}\nSubject: {payload['subject']}\n\n{payload['text'].rstrip()}\n{rule}"


def _server() -> smtplib.SMTP:
    """A connection to the mail server, encrypted where it offers to be, always where a password is sent."""
    host, port, patience = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    trust = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = smtplib.SMTP_SSL(host, port, timeout=patience, context=trust)
    else:
        server = smtplib.SMTP(host, port, timeout=patience)
    try:
        server.ehlo()
        if not settings.EMAIL_USE_SSL and host not in LOOPBACK and server.has_extn("starttls"):
            server.starttls(context=trust)
            server.ehlo()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server
