"""What organisers see: members, who waits, settings, codes, restrictions, jobs. Nothing private of members.

Invitations, notes and threads are letters between two people and are not here. Every page
only shows; the buttons above a list call the same actions as the console, and each press
is kept in Django's own log of the admin.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from rapport.interfaces.console.site import organisers
from rapport.kernel import clock
from rapport.kernel.errors import RapportError
from rapport.kernel.jobs.models import Job
from rapport.kernel.limits.models import SiteSetting
from rapport.people.accounts import actions, queries
from rapport.people.accounts.models import Account, SignUpCode
from rapport.people.accounts.rules import Duty
from rapport.people.organizations.actions import pages
from rapport.people.organizations.models import Company
from rapport.people.relationships.models import Restriction


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows and changes none."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002
        """Nobody adds a row here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody changes a row here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody deletes a row here."""
        return False

    def each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Any],
        do: Callable[[Any], object],
        said: str,
        called: Callable[[Any], str],
    ) -> None:
        """Do it to each, log it, and say what came of it; a refusal is told and ends nothing."""
        for row in chosen.order_by("pk"):
            try:
                done = do(row)
            except RapportError as refusal:
                self.message_user(request, f"{called(row)}: {refusal.sentence()}", messages.ERROR)
                continue
            if done is False:
                self.message_user(request, f"{called(row)}: nothing was to be done.", messages.WARNING)
                continue
            self.log_change(request, row, said)
            self.message_user(request, f"{called(row)}: {said}.")


class WithReason(ActionForm):
    """What stands beside the buttons: the reason that a member is told."""

    reason = forms.CharField(max_length=300, required=False, label="Reason")


class Members(ReadOnly):
    """Accounts: who they are, how they stand; suspend, restore, let in."""

    list_display = (
        "email",
        "handle",
        "name",
        "joined_at",
        "stands",
        "suspended_at",
        "suspended_until",
        "is_organiser",
        "is_moderator",
    )
    list_filter = ("is_organiser", "is_moderator", "suspended_at", "approved_at")
    list_select_related = ("actor",)
    search_fields = ("email", "actor__handle", "actor__name_key")
    ordering = ("-joined_at", "-id")
    fields = (
        "email", "actor", "joined_at", "approved_at", "application", "is_organiser", "is_moderator",
        "suspended_at", "suspended_until", "suspension_reason", "deleted_at",
    )  # fmt: skip
    action_form = WithReason
    actions = (
        "suspend",
        "restore",
        "approve",
        "make_moderator",
        "no_moderator",
        "make_organiser",
        "no_organiser",
    )

    @admin.display(description="Handle")
    def handle(self, account: Account) -> str:
        """The handle, once there is one."""
        return f"@{account.actor.handle}" if account.actor else ""

    @admin.display(description="Name")
    def name(self, account: Account) -> str:
        """The name they are shown by."""
        return account.actor.name if account.actor else ""

    @admin.display(description="Stands")
    def stands(self, account: Account) -> str:
        """A member, waiting for approval, suspended, gone: as the site sees them now."""
        return queries.stand_of(account, now=clock.now()).value

    @admin.action(description="Suspend, for the reason given", permissions=["view"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Suspend until restored; the member reads the reason."""
        reason, now = request.POST.get("reason", ""), clock.now()
        self._each(
            request,
            chosen,
            lambda account: actions.suspend(account_id=account.pk, reason=reason, now=now),
            f"Suspended: {reason}",
        )

    @admin.action(description="Restore", permissions=["view"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Bring suspended members back."""
        self._each(request, chosen, lambda account: actions.restore(account_id=account.pk), "Restored")

    @admin.action(description="Let in", permissions=["view"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Let those in who asked to join."""
        now = clock.now()
        self._each(request, chosen, lambda account: actions.approve(account_id=account.pk, now=now), "Let in")

    @admin.action(description="Make moderator: handles what is reported", permissions=["view"])
    def make_moderator(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Let members handle reports."""
        self._appoint(request, chosen, Duty.MODERATOR, True, "Made moderator")

    @admin.action(description="No moderator any more", permissions=["view"])
    def no_moderator(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Take that back."""
        self._appoint(request, chosen, Duty.MODERATOR, False, "No moderator any more")

    @admin.action(description="Make organiser: may do all that is here", permissions=["view"])
    def make_organiser(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Let members run the community."""
        self._appoint(request, chosen, Duty.ORGANISER, True, "Made organiser")

    @admin.action(description="No organiser any more", permissions=["view"])
    def no_organiser(self, request: HttpRequest, chosen: QuerySet[Account]) -> None:
        """Take that back; one always stays."""
        self._appoint(request, chosen, Duty.ORGANISER, False, "No organiser any more")

    def _appoint(
        self, request: HttpRequest, chosen: QuerySet[Account], duty: Duty, holds: bool, said: str
    ) -> None:
        self._each(
            request,
            chosen,
            lambda account: actions.appoint(account_id=account.pk, duty=duty, holds=holds),
            said,
        )

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Account], do: Callable[[Account], object], said: str
    ) -> None:
        self.each(request, chosen, do, said, lambda account: str(account.email))


class Companies(ReadOnly):
    """Company pages: whose they are and how they stand; suspend, restore (PRO-6)."""

    list_display = ("handle", "name", "stands", "made_by", "made_at")
    list_filter = ("actor__status",)
    list_select_related = ("actor", "made_by")
    search_fields = ("actor__handle", "name_key")
    ordering = ("-actor__created_at", "-pk")
    fields = ("actor", "made_by", "about", "website", "industry", "location", "size", "founded")
    actions = ("suspend", "restore")

    @admin.display(description="Handle")
    def handle(self, company: Company) -> str:
        """The handle."""
        return f"@{company.actor.handle}"

    @admin.display(description="Name")
    def name(self, company: Company) -> str:
        """What it is called."""
        return company.actor.name

    @admin.display(description="Stands")
    def stands(self, company: Company) -> str:
        """Active, suspended, deleted."""
        return company.actor.status

    @admin.display(description="Made", ordering="actor__created_at")
    def made_at(self, company: Company) -> datetime:
        """When the page was made."""
        return company.actor.created_at

    @admin.action(description="Suspend: nobody sees the page until it is restored", permissions=["view"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Company]) -> None:
        """Take pages out of sight."""
        self._each(request, chosen, lambda company: pages.suspend(company_id=company.pk), "Suspended")

    @admin.action(description="Restore", permissions=["view"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Company]) -> None:
        """Bring suspended pages back, with their followers and roles."""
        self._each(request, chosen, lambda company: pages.restore(company_id=company.pk), "Restored")

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Company], do: Callable[[Company], object], said: str
    ) -> None:
        self.each(request, chosen, do, said, lambda company: f"@{company.actor.handle}")


class Settings(ReadOnly):
    """Site settings that differ from their default; `rapport set` changes them."""

    list_display = ("name", "value", "changed_at")
    ordering = ("name",)


class Codes(ReadOnly):
    """Sign-up codes: when made, for whom, by whom used; a code itself is shown only when it is made."""

    list_display = ("made_at", "email", "expires_at", "used_at", "used_by")
    list_select_related = ("used_by",)
    fields = list_display
    ordering = ("-made_at", "-id")


class Restrictions(ReadOnly):
    """Whose invitations need the recipient's email address, and until when (REL-12)."""

    list_display = ("owner", "reason", "started_at", "ends_at")
    list_select_related = ("owner",)
    ordering = ("-started_at", "-id")


class Jobs(ReadOnly):
    """Jobs by state; what they carry may be private and is not shown."""

    list_display = ("name", "state", "attempts", "created_at", "run_at", "done_at")
    list_filter = ("state", "name")
    fields = list_display
    ordering = ("-created_at", "-id")


SHOWN: tuple[tuple[type[Model], type[ReadOnly]], ...] = (
    (Account, Members),
    (Company, Companies),
    (SiteSetting, Settings),
    (SignUpCode, Codes),
    (Restriction, Restrictions),
    (Job, Jobs),
)
for _model, _page in SHOWN:
    organisers.register(_model, _page)
