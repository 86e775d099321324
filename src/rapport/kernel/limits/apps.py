"""The Django app of the site settings."""

from __future__ import annotations

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Site settings, label `limits`."""

    name = "rapport.kernel.limits"
    label = "limits"
