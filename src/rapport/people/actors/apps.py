"""The app of actors: the public faces that follow, connect and publish."""

from importlib import import_module

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Registers the app under the label `actors`, and that its pictures are held."""

    name = "rapport.people.actors"
    label = "actors"

    def ready(self) -> None:
        """Load what registers itself."""
        import_module(f"{self.name}.reactions")
