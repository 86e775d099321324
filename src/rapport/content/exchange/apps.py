"""The app of exchange: what comes in as files and goes out again (OPS-1, OPS-2)."""

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the app under the label `exchange`, and what it listens to."""

    name = "rapport.content.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.actions.chosen")
        import_module(f"{self.name}.reactions")
