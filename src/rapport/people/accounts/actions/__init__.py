"""Writings of accounts: join, stand and fall, end sessions, leave."""

from rapport.people.accounts.actions.joining import (
    approve,
    create_member,
    forget_unverified,
    make_code,
    onboard,
    refuse,
    sign_up,
)
from rapport.people.accounts.actions.standing import (
    choose,
    delete_account,
    end_overdue_suspensions,
    end_session,
    end_sessions,
    forget_sessions,
    restore,
    suspend,
)

__all__ = [
    "approve",
    "choose",
    "create_member",
    "delete_account",
    "end_overdue_suspensions",
    "end_session",
    "end_sessions",
    "forget_sessions",
    "forget_unverified",
    "make_code",
    "onboard",
    "refuse",
    "restore",
    "sign_up",
    "suspend",
]
