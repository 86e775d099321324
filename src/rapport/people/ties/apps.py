"""The app of ties: the facts of who follows, is connected to and has blocked whom."""

from importlib import import_module

from django.apps import AppConfig


class TiesConfig(AppConfig):
    """Registers the app under the label `ties`, and what it listens to."""

    name = "rapport.people.ties"
    label = "ties"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
