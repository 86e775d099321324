"""The pictures of companies and groups are changed by those who look after them alone (PRO-6, PRO-7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.audience import Viewer
from rapport.people.groups.actions import founding
from rapport.people.organizations.actions import pages
from tests.conftest import Clock
from tests.kernel import corpus
from tests.people import make_member

LOGO, PICTURE = "/companies/sluice/logo", "/groups/rowers/picture"


@pytest.fixture(autouse=True)
def _made(db: None, settings: LazySettings, tmp_path: Path, clock: Clock) -> None:
    """@mara has a company and a group, @ben has neither."""
    settings.DATA_DIR = tmp_path
    mara, _ben = make_member("mara", now=clock.now), make_member("ben", now=clock.now)
    pages.create(maker=Viewer(mara), handle="sluice", name="Sluice", now=clock.now, limits=Limits())
    founding.found(
        actor_id=mara, is_organiser=False, handle="rowers", name="Rowers", now=clock.now, limits=Limits()
    )


def _browser(handle: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(actor__handle=handle), "rapport.people.accounts.backend.Backend")
    return client


@pytest.mark.parametrize(("page", "handle"), [(LOGO, "sluice"), (PICTURE, "rowers")])
def test_who_looks_after_it_changes_it(page: str, handle: str) -> None:
    """Uploaded, shown on its own page, taken away again; for everybody else there is no such address."""
    mara, ben = _browser("mara"), _browser("ben")
    assert [ben.get(page).status_code, ben.post(page, {"do": "remove"}).status_code] == [404, 404]
    assert "No picture yet" in mara.get(page).content.decode()
    file = SimpleUploadedFile("x.png", corpus.saved(corpus.corners(64, 64)))
    assert mara.post(page, {"do": "show", "picture": file}).headers["Location"] == page
    key = Actor.objects.get(handle=handle).picture
    assert f"/media/{key}/" in mara.get(page.rpartition("/")[0]).content.decode()
    refused = mara.post(page, {"do": "show", "picture": SimpleUploadedFile("x.png", b"%PDF-1.7")})
    assert refused.status_code in (415, 422)
    assert mara.post(page, {"do": "remove"}).status_code == 303
    assert Actor.objects.get(handle=handle).picture == ""
