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
from rapport.people.accounts.actions.leaving import EMPTY_LOG_JOB, come_back, erase, erase_due, leave
from rapport.people.accounts.actions.standing import (
    appoint,
    choose,
    end_overdue_suspensions,
    end_session,
    end_sessions,
    forget_sessions,
    restore,
    suspend,
)

__all__ = [
    "EMPTY_LOG_JOB",
    "appoint",
    "approve",
    "choose",
    "come_back",
    "create_member",
    "end_overdue_suspensions",
    "end_session",
    "end_sessions",
    "erase",
    "erase_due",
    "forget_sessions",
    "forget_unverified",
    "leave",
    "make_code",
    "onboard",
    "refuse",
    "restore",
    "sign_up",
    "suspend",
]
