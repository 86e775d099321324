"""The app of organizations: company pages, who speaks for them, and who follows them (PRO-6)."""

from importlib import import_module

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Registers the app under the label `organizations`, and what it listens to."""

    name = "rapport.people.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
