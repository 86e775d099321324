"""The one table of site settings; what has no row has its default."""

from __future__ import annotations

from django.db import models


class SiteSetting(models.Model):
    """A setting that differs from its default; `value` as `rules.show` writes it."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "limits_site_setting"

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
