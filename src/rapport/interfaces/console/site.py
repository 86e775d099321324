"""The organisers' admin site: its door, and the address it stands at."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse

from rapport.kernel import clock
from rapport.people.accounts import queries
from rapport.people.accounts.models import Account
from rapport.people.accounts.rules import Stand


class OrganisersSite(admin.AdminSite):
    """Read-only pages with buttons that call actions, for organisers alone (OPS-4)."""

    site_title = site_header = "Organisers"
    index_title = "What this community keeps"
    site_url = "/"
    enable_nav_sidebar = False
    final_catch_all_view = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Organisers who may sign in at all: suspended ones are out here too."""
        account = request.user
        if not isinstance(account, Account) or not account.is_staff:
            return False
        return queries.stand_of(account, now=clock.now()) is Stand.MEMBER

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """`view` for organisers; everybody else is turned away before it."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
            return inner(request, *given, **named) if self.has_permission(request) else self.login(request)

        return update_wrapper(guarded, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """The site's own sign-in, so that a second factor and the limits hold; to other members nothing is here.

        Raises: Http404, for whoever is signed in and no organiser.
        """
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ARG002
        """The site's own page, which ends the other sessions too."""
        return HttpResponseRedirect(reverse("account_change_password"))


organisers = OrganisersSite()


def urlpatterns() -> list[URLPattern | URLResolver]:
    """The addresses of the admin pages."""
    return [path("admin/", organisers.urls)]
