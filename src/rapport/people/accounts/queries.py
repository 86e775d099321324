"""Readings of accounts that other apps may ask; nothing secret leaves here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from rapport.kernel.errors import Absent
from rapport.people.accounts.models import Account, Session, SignUpCode
from rapport.people.accounts.rules import Stand, code_digest, code_refused, stand
from rapport.people.actors.queries import handle_taken
from rapport.people.actors.rules import RESERVED, suggest_handle


@dataclass(frozen=True)
class SessionView:
    """One of one's own sessions; `mark` and `began_at` name it without giving its key away."""

    mark: str
    began_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str
    current: bool


@dataclass(frozen=True)
class Protection:
    """How an account is protected: its passkeys by name, the authenticator app, recovery codes left."""

    email: str
    has_password: bool
    passkeys: tuple[tuple[int, str, datetime, datetime | None], ...]  # id, name, added, last used
    has_app: bool
    codes_left: int


@dataclass(frozen=True)
class Application:
    """An account that waits for approval, its address verified."""

    account_id: int
    email: str
    application: str
    joined_at: datetime


@dataclass(frozen=True)
class Recipient:
    """Where mail to an account goes, and in which language."""

    email: str
    language: str
    name: str


def email_is_of(actor_id: int, email: str) -> bool:
    """Whether this is the verified email address of that member, whatever its case (REL-12, REL-13)."""
    return bool(email) and Account.objects.filter(actor_id=actor_id, email__iexact=email.strip()).exists()


def address_of(actor_id: int) -> str:
    """The verified email address of a member, for comparing alone; "" where there is none."""
    rows = Account.objects.filter(actor_id=actor_id, deleted_at=None)
    return rows.values_list("email", flat=True).first() or ""


def actor_of(account_id: int) -> int | None:
    """The public face of an account; None where it has none yet, or is gone."""
    rows = Account.objects.filter(pk=account_id, deleted_at=None)
    return rows.values_list("actor_id", flat=True).first()


def address_taken(address: str) -> bool:
    """Whether there is an account with this address, whatever its case; for organisers alone (quality 4)."""
    return Account.objects.filter(email__iexact=address.strip()).exists()


def members_at(addresses: Collection[str]) -> dict[str, int]:
    """Which of these are the verified addresses of members, by address in small letters; for comparing alone."""
    plain = {address.strip().lower() for address in addresses}
    rows = Account.objects.filter(email__in=plain, actor__isnull=False, deleted_at=None)
    return dict(rows.values_list("email", "actor_id"))


def stand_of(account: Account, *, now: datetime) -> Stand:
    """Where a loaded account stands."""
    return stand(
        now=now,
        deleted_at=account.deleted_at,
        suspended_at=account.suspended_at,
        suspended_until=account.suspended_until,
        approved_at=account.approved_at,
        erase_at=account.erase_at,
        actor_id=account.actor_id,
    )


def account_of(actor_id: int) -> int:
    """The account's id of a member.

    Raises: Absent.
    """
    found = Account.objects.filter(actor_id=actor_id, deleted_at=None).values_list("pk", flat=True).first()
    if found is None:
        raise Absent()
    return found


def check_code(code: str, *, email: str, now: datetime) -> None:
    """That a sign-up code would serve for this address, without using it.

    Raises: Invalid, saying the same of every code that does not.
    """
    good = SignUpCode.objects.filter(digest=code_digest(code), used_at=None, expires_at__gt=now)
    if not good.filter(email__in=("", email)).exists():
        raise code_refused()


def free_handle(wanted: str) -> str:
    """A lawful handle like `wanted` that nobody has: itself, else with _2, _3 and so on."""
    base = suggest_handle(wanted)
    if base not in RESERVED and not handle_taken(base):
        return base
    number = 2
    while handle_taken(candidate := f"{base[:26].rstrip('_')}_{number}"):
        number += 1
    return candidate


def sessions_of(account_id: int, *, current_key: str | None, now: datetime) -> list[SessionView]:
    """One's own sessions, the current one first, then those last seen latest."""
    rows = Session.objects.filter(account_id=account_id, expire_date__gt=now).order_by("-last_seen_at", "pk")
    views = [
        SessionView(
            mark=row.session_key[:8], began_at=row.began_at, last_seen_at=row.last_seen_at,
            ip=row.ip, user_agent=row.user_agent, current=row.session_key == current_key,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: not view.current)


def protection_of(account_id: int) -> Protection:
    """How one's own account is protected."""
    account = Account.objects.get(pk=account_id)
    passkeys: list[tuple[int, str, datetime, datetime | None]] = []
    has_app, codes_left = False, 0
    for one in Authenticator.objects.filter(user=account).order_by("pk"):
        if one.type == Authenticator.Type.WEBAUTHN:
            passkeys.append((one.pk, one.wrap().name, one.created_at, one.last_used_at))
        elif one.type == Authenticator.Type.TOTP:
            has_app = True
        else:
            codes_left = len(one.wrap().get_unused_codes())
    return Protection(account.email, account.has_usable_password(), tuple(passkeys), has_app, codes_left)


def applications() -> list[Application]:
    """Who waits for approval, oldest first; for organisers."""
    verified = EmailAddress.objects.filter(verified=True).values("user_id")
    rows = Account.objects.filter(approved_at=None, deleted_at=None, pk__in=verified).order_by(
        "joined_at", "pk"
    )
    return [Application(row.pk, row.email, row.application, row.joined_at) for row in rows]


def recipient(account_id: int) -> Recipient | None:
    """Where mail to that account goes; None where it is gone."""
    row = Account.objects.select_related("actor").filter(pk=account_id, deleted_at=None).first()
    return None if row is None else Recipient(row.email, row.language, row.actor.name if row.actor else "")


def recovery_codes_of(account_id: int) -> list[str] | None:
    """The recovery codes that are left to the owner; None where the account has none at all."""
    found = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if found is None else list(found.wrap().get_unused_codes())
