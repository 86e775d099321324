"""The app of contacts: each member's private book of people (OPS-1)."""

from importlib import import_module

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Registers the app under the label `contacts`, and what it listens to."""

    name = "rapport.people.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
