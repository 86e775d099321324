"""Where toasts travel: in a cookie alone, so that saying them writes no row when a page is read (quality 1)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class ToastCookie(CookieStorage):
    """Django's cookie of messages, under a name that browsers bind to this host where the site is secure."""

    cookie_name = "__Host-toasts" if settings.SECURE else "toasts"
