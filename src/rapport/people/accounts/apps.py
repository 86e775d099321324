"""The app of accounts: the secret side of a member."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app under the label `accounts`."""

    name = "rapport.people.accounts"
    label = "accounts"
