"""The app of relationships: the processes that lead from one tie to another."""

from importlib import import_module

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    """Registers the app under the label `relationships`, and what it listens to."""

    name = "rapport.people.relationships"
    label = "relationships"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
