"""The app of groups: how people come together, who runs it, and how they go."""

from importlib import import_module

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Registers the app under the label `groups`, and what it listens to."""

    name = "rapport.people.groups"
    label = "groups"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
