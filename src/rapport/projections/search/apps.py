"""The app of search: who and what is found by words."""

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under the label `search`, and listens to what changes below."""

    name = "rapport.projections.search"
    label = "search"

    def ready(self) -> None:
        """Subscribe to events."""
        import_module(f"{self.name}.reactions")
