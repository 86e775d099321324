"""Imports and the contact book over the API (OPS-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.content.exchange.models import ImportRun
from rapport.kernel import jobs
from rapport.kernel.limits import actions as settings_of_site
from rapport.people.accounts.actions_tokens import make_token
from rapport.people.accounts.models import Account
from tests.api.caller import CLIENT, Caller
from tests.exchange.archives import zipped
from tests.people import START, make_member

pytestmark = pytest.mark.django_db

ARCHIVE = zipped(
    {
        "Skills.csv": "Name\nRust\n",
        "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Bert,B,,bert@example.org,Acme,Engineer,04 Dec 2025\nZoe,Ek,,,Pumps,Boss,05 Dec 2025\n",
    }
)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _token(actor_id: int) -> str:
    account = Account.objects.get(actor_id=actor_id)
    return make_token(account_id=account.pk, name="t", scopes=["all"], now=START)


def _post(token: str, body: bytes, *, kind: str = "application/zip", key: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    return CLIENT.generic("POST", "/api/v1/me/imports?name=a.zip", body, content_type=kind, headers=headers)


def test_bring_choose_read_and_take_back() -> None:
    """OPS-1: the same steps as on the pages, by the same rules."""
    anna, bert = make_member("anna"), make_member("bert")
    token = _token(anna)
    caller = Caller(token)
    made = _post(token, ARCHIVE)
    assert made.status_code == 201, made.content
    place = f"/me/imports/{made.json()['id']}"
    jobs.run_due()
    view = caller.ask("GET", place).json
    assert (view["state"], view["file_name"], view["allowed_actions"]) == (
        "previewed",
        "a.zip",
        ["confirm", "discard"],
    )
    assert {one["part"]: one["rows"] for one in view["files"]} == {"skills": 1, "connections": 2}
    assert caller.ask("POST", f"{place}/confirm", {"parts": []}).code == "no_part"
    assert caller.ask("POST", f"{place}/undo").code == "import_state"
    assert caller.ask("POST", f"{place}/confirm", {"parts": ["skills", "connections"]}).status == 200
    jobs.run_due()
    done = caller.ask("GET", place).json
    assert (done["state"], done["done"], done["outcomes"]["imported"]) == ("done", 3, 3)
    report = caller.ask("GET", f"{place}/report?outcome=imported&limit=2").json
    assert [one["line"] for one in report["items"]] == [2, 2]
    assert len(caller.ask("GET", f"{place}/report?cursor={report['next']}").json["items"]) == 1
    assert caller.ask("GET", f"{place}/report?outcome=odd").status == 422
    book = caller.ask("GET", "/me/contacts?q=zoe").json
    assert ([one["name"] for one in book["items"]], book["count"]) == (["Zoe Ek"], 2)
    (offer,) = caller.ask("GET", "/me/contacts/offers").json["items"]
    assert (offer["person"]["handle"], offer["how"], offer["knows_you"]) == ("bert", "address", False)
    assert caller.ask("DELETE", "/me/contacts/offers/bert").status == 204
    assert caller.ask("GET", "/me/contacts/offers").json["count"] == 0
    assert Caller(_token(bert)).ask("GET", place).status == 404
    assert caller.ask("DELETE", place).code == "import_state"
    assert caller.ask("DELETE", f"/me/contacts/{book['items'][0]['id']}").status == 204
    assert caller.ask("POST", f"{place}/undo").json["state"] == "undoing"
    jobs.run_due()
    assert caller.ask("GET", place).status == 404
    assert caller.ask("GET", "/me/imports").json == {"items": [], "next": None}
    assert caller.ask("GET", "/me/contacts").json["count"] == 0


def test_a_file_comes_in_a_form_too_and_once_under_a_key(tmp_path: Path) -> None:
    """Quality 3: a repeat under the key brings nothing new, another file under it is refused; no part is left over."""
    token = _token(make_member("anna"))
    first = _post(token, ARCHIVE, key="k1")
    again = _post(token, ARCHIVE, key="k1")
    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 201, again.json()["id"])
    assert _post(token, ARCHIVE + b"x", key="k1").status_code == 422
    jobs.run_due()
    form: Any = CLIENT.post(
        "/api/v1/me/imports", {"file": SimpleUploadedFile("b.zip", ARCHIVE)},
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert (form.status_code, form.json()["file_name"]) == (201, "b.zip")
    assert [one.suffix for one in (tmp_path / "data" / "imports").iterdir()] == [".file"] * 2


def test_who_may_not_and_what_is_too_large() -> None:
    """Quality 4: nothing is written down for nobody; too large is 413; an empty body says so."""
    assert _post("rpt_wrong", ARCHIVE).status_code == 401
    token = _token(make_member("anna"))
    settings_of_site.set_limit(name="import_megabytes", value="1", now=START)
    assert _post(token, b"x" * (1024 * 1024 + 1)).json()["code"] == "file_too_large"
    assert _post(token, b"x" * 3 * 1024 * 1024).status_code == 413
    assert _post(token, b"").status_code in (411, 422)
    assert not ImportRun.objects.exists()
