"""The app of discussion: what hangs on posts."""

from importlib import import_module

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    """Registers the app under the label `discussion`, and what it listens to."""

    name = "rapport.content.discussion"
    label = "discussion"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
