"""The app of notifications: what members are told, in the pages and by mail."""

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the app under the label `notifications`, and listens to what happens below."""

    name = "rapport.projections.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Subscribe to events."""
        import_module(f"{self.name}.reactions")
