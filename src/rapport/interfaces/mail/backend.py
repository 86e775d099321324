"""Django's way of sending a mail, by a job: it leaves if, and only if, the transaction at hand is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from rapport.interfaces.mail.letter import html_of
from rapport.kernel import jobs


class JobBackend(BaseEmailBackend):
    """Writes one job for each recipient's mail; the worker sends it (`sending`)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the jobs down; gives how many messages there were.

        Raises: ValueError, for a message with attachments: a job keeps words alone.
        """
        for message in email_messages:
            if message.attachments:
                raise ValueError("mails of the site have no attachments")
            payload = {
                "to": message.recipients(),
                "from": message.from_email,
                "subject": str(message.subject),
                "text": str(message.body),
                "html": html_of(str(message.body)),
                "headers": {str(name): str(value) for name, value in message.extra_headers.items()},
            }
            jobs.enqueue("mail.send", payload)
        return len(email_messages)
