"""Which interface answers which address."""

from django.urls import URLPattern, URLResolver

from rapport.config import health, metrics
from rapport.interfaces.api import urls as api
from rapport.interfaces.console import site
from rapport.interfaces.web import urls as web

urlpatterns: list[URLPattern | URLResolver] = [
    *health.urlpatterns,
    *metrics.urlpatterns,
    *api.urlpatterns,
    *site.urlpatterns(),
    *web.urlpatterns,
]

handler400 = "rapport.interfaces.web.errors.bad_request"
handler403 = "rapport.interfaces.web.errors.no_entry"
handler404 = "rapport.interfaces.web.errors.absent"
handler429 = "rapport.interfaces.web.accounts.too_many"  # allauth asks for it by this name
handler500 = "rapport.interfaces.web.errors.failed"
