"""The tables of accounts: login, standing with the organisers, preferences; codes and sessions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from rapport.people.actors.models import Actor


class AccountQuerySet(BaseUserManager["Account"]):
    """Finds accounts by their email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of this email address, as Django's log-in asks for it."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """The secret side of a member; `actor` is None until onboarding is done."""

    email = models.EmailField(max_length=254, unique=True)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)
    is_organiser = models.BooleanField(default=False)
    is_moderator = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    application = models.CharField(max_length=500, blank=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    suspension_reason = models.CharField(max_length=300, blank=True)
    erase_at = models.DateTimeField(null=True)  # who leaves may come back until then (OPS-2)
    deleted_at = models.DateTimeField(null=True)
    theme = models.CharField(
        max_length=6, default="system", choices=[(t, t) for t in ("system", "light", "dark")]
    )
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountQuerySet] = AccountQuerySet()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_in_small_letters")
        ]
        indexes = [
            models.Index(fields=["erase_at"], name="account_leaving", condition=Q(erase_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Organisers may enter the admin pages."""
        return self.is_active and self.is_organiser

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 (the signature is Django's)
        """Organisers read everything there; nobody writes but through actions."""
        return self.is_staff and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 (the signature is Django's)
        """Organisers see every part of the admin pages."""
        return self.is_staff


class SignUpCode(models.Model):
    """A code that lets one person sign up, once; only its digest is kept (OPS-3)."""

    digest = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")


class Session(AbstractBaseSession):
    """One browser; `account` is None while nobody is signed in there.

    Who comes back after a day or more has `away_since` and `back_at`: when they were last seen, and came back.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    away_since = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"session of account {self.account_id}"


class ApiToken(models.Model):
    """A key with which a program speaks for a member; only a hash of it is kept (OPS-6)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
