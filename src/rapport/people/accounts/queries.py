"""Readings of accounts that other apps may ask; nothing secret leaves here."""

from __future__ import annotations

from rapport.people.accounts.models import Account


def email_is_of(actor_id: int, email: str) -> bool:
    """Whether this is the verified email address of that member, whatever its case (REL-12, REL-13)."""
    return bool(email) and Account.objects.filter(actor_id=actor_id, email__iexact=email.strip()).exists()
