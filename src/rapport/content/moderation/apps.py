"""The app of moderation: reports, and what is decided about them."""

from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Registers the app under the label `moderation`, and listens to who leaves."""

    name = "rapport.content.moderation"
    label = "moderation"

    def ready(self) -> None:
        """Subscribe to events."""
        import_module(f"{self.name}.reactions")
