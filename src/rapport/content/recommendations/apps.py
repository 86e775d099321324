"""The app of recommendations: written references."""

from importlib import import_module

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """Registers the app under the label `recommendations`, and what it listens to."""

    name = "rapport.content.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
