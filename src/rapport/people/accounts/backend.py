"""Signing in by address and password, with the public face fetched alongside."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from rapport.people.accounts.models import Account


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend; every page needs the account's actor too, so both come by one SELECT."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, while it may be used."""
        account = Account.objects.select_related("actor").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
