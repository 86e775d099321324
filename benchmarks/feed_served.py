"""Pages of the feed from the served site: CPU a request, with and without its template, and memory."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory

from benchmarks.measure import cost, cpu_seconds, descendants, listening, memory_kb
from benchmarks.serving import load, served, session
from rapport.interfaces.web import home
from rapport.kernel.clock import now
from rapport.kernel.limits.actions import set_limit
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.actions_tokens import make_token
from rapport.people.accounts.models import Account
from rapport.people.audience import Viewer
from rapport.projections.feed.queries.following import page

TIMES, REQUESTS = 60, 300
QUIET_SECONDS = 1.0

Figures = dict[str, Any]


def measured(viewers: Mapping[int, int]) -> Figures:
    """Home, a page of posts alone and the feed as JSON, for each of these viewers; then what the processes hold."""
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    set_limit(name="api_reads_per_minute", value="100000", now=now())
    headers = {size: _headers(viewer) for size, viewer in viewers.items()}
    figures: Figures = {"template": {str(size): _template(one) for size, one in headers.items()}}
    connections.close_all()
    with served() as (port, pid):
        _settled(pid)
        trivial = load(port, pid, ["/healthz"], {}, REQUESTS)
        figures["trivial page"] = trivial
        for size, given in headers.items():
            found = {
                "Home": load(port, pid, ["/"], given["page"], REQUESTS),
                "posts alone": load(
                    port, pid, [given["more"]["address"]], given["page"] | {"HX-Request": "true"}, REQUESTS
                ),
                "JSON": load(port, pid, ["/api/v1/feed"], given["token"], REQUESTS),
            }
            figures[str(size)] = {
                name: {**one, "ratio": round(one["cpu_ms"] / trivial["cpu_ms"], 2)}
                for name, one in found.items()
            }
            print(size, figures[str(size)], flush=True)
        figures["memory"] = _memory(pid)
    return figures


def _headers(viewer: int) -> dict[str, dict[str, str]]:
    """What a browser and a client of the API send, and where the second page of posts is."""
    account = Account.objects.get(actor_id=viewer)
    token = make_token(account_id=account.pk, name="benchmark", scopes=["read:posts"], now=now())
    return {
        "page": {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session(viewer)}"},
        "token": {"Authorization": f"Bearer {token}"},
        "more": {"address": f"/?cursor={_cursor(viewer)}"},
    }


def _cursor(viewer: int) -> str:
    first = page(Viewer(viewer), now=now(), limits=Limits())
    assert first.next is not None
    return first.next


def _template(given: Mapping[str, Mapping[str, str]]) -> Figures:
    """CPU of the whole stack in this process, with its template and with a page of the same length in its place."""
    found: Figures = {}
    for name, address, more in (
        ("Home", "/", {}),
        ("posts alone", given["more"]["address"], {"HX-Request": "true"}),
    ):
        once = _asking(address, {**given["page"], **more})
        text = once(0)
        whole = cost(once, times=TIMES)
        with mock.patch.object(home, "render", lambda *_, text=text: HttpResponse(text)):
            bare = cost(once, times=TIMES)
        found[name] = {
            "cpu_ms": whole["cpu_ms"],
            "without template": bare["cpu_ms"],
            "speed of the view without": round(bare["cpu_ms"] / whole["cpu_ms"], 2),
            "bytes": len(text),
        }
    print(found, flush=True)
    return found


def _asking(address: str, headers: Mapping[str, str]) -> Callable[[int], bytes]:
    site = get_wsgi_application()
    environ = RequestFactory(headers=headers).get(address).environ

    def once(_: int) -> bytes:
        said: list[str] = []
        answer = site(
            {**environ, "wsgi.input": io.BytesIO()}, lambda status, _headers, *_: said.append(status)
        )
        text = b"".join(answer)
        answer.close()
        assert said == ["200 OK"], (address, said)
        return text

    return once


def _settled(pid: int) -> None:
    """Return when those who answer have done what they do at first; what else builds an index may go on."""
    while True:
        before = cpu_seconds(listening(descendants(pid)))
        time.sleep(QUIET_SECONDS)
        if cpu_seconds(listening(descendants(pid))) - before < 0.1 * QUIET_SECONDS:
            return


def _memory(pid: int) -> Figures:
    """What all processes hold together, what each holds alone, and how much of the index files lies in memory."""
    pids = descendants(pid)
    files: dict[str, int] = {}
    for one in pids:
        for name, kb in _mapped(one):
            files[name] = max(files.get(name, 0), kb)
    return {
        "pss_mb": round(memory_kb(pids) / 1024, 1),
        "private_mb": {str(place): round(_private(one) / 1024, 1) for place, one in enumerate(pids)},
        "shared_mb": {
            of: round(sum(kb for name, kb in files.items() if of in name) / 1024, 1)
            for of in ("feed", "graph")
        },
    }


def _private(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def _mapped(pid: int) -> Iterator[tuple[str, int]]:
    name = ""
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        fields = line.split()
        if "-" in fields[0]:
            name = fields[5] if len(fields) > 5 else ""
        elif fields[0] == "Rss:" and "/generation-" in name:
            yield name, int(fields[1])
