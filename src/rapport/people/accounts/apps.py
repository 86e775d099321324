"""The app of accounts: the secret side of a member."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app under the label `accounts`, its reactions, and the bridge to allauth's signals."""

    name = "rapport.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load what registers itself."""
        import_module("rapport.people.accounts.reactions")
        import_module("rapport.people.accounts.bridge")
