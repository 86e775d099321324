"""The app of mails: they leave by jobs."""

from importlib import import_module

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the app under the label `mail`, the job that sends, and what is told by mail."""

    name = "rapport.interfaces.mail"
    label = "mail"

    def ready(self) -> None:
        """Load what registers itself."""
        import_module("rapport.interfaces.mail.sending")
        import_module("rapport.interfaces.mail.notices")
        import_module("rapport.interfaces.mail.digests")
