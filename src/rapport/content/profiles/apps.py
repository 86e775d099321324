"""The app of profiles: what a member says about themselves."""

from importlib import import_module

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Registers the app under the label `profiles`, and what it listens to."""

    name = "rapport.content.profiles"
    label = "profiles"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
