"""The app of endorsements: votes for listed skills."""

from importlib import import_module

from django.apps import AppConfig


class EndorsementsConfig(AppConfig):
    """Registers the app under the label `endorsements`, and what it listens to."""

    name = "rapport.content.endorsements"
    label = "endorsements"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
