"""Two web processes answer: after each step the very next page of either side is right, whichever gives it (NET-1)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.visitor import PASSWORD, Visitor

TIMES = 6
"""So often each page is asked for again, each time on a connection of its own, for whichever process takes it."""
DEGREE = re.compile(r'class="degree[^>]*>.*?</svg>([^<]+)<')
TESS, VITO = "tess_w", "vito_w"
SEED = f"""
from django.db import transaction
from rapport.kernel import clock
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions as accounts
from rapport.people.ties import actions as ties
made = [
    accounts.create_member(
        handle=handle, email=f"{{handle}}@example.org", name=name, password={PASSWORD!r},
        now=clock.now(), limits=Limits(),
    ).actor_id
    for handle, name in (("{TESS}", "Tess Wall"), ("uma_w", "Uma Wall"), ("{VITO}", "Vito Wall"))
]
for one in made[::2]:
    with transaction.atomic():
        ties.put_connection(one=one, two=made[1], context="other", now=clock.now(), cap=9)
"""


def sees(one: Visitor, handle: str, degree: str) -> None:
    """The next page of `handle` stands at this degree, and so do those after it; "" for a page that is not there."""
    status = 200 if degree else 404
    one.go(f"/@{handle}", status=status)
    if degree:
        expect(one.page.locator("main .degree").first).to_contain_text(degree)
    for _ in range(TIMES):
        answer = one.context.request.get(f"/@{handle}", headers={"Connection": "close"})
        assert answer.status == status
        assert [found.strip() for found in DEGREE.findall(answer.text())[:1]] == [degree] * bool(degree)


def test_the_next_page_is_right_in_every_process(visit: Visit, site: Site) -> None:
    """REL-6, REL-10, REL-17: at the 2nd degree, connected, at the 2nd again, out of the network, blocked."""
    site.python(SEED)
    tess, vito = visit(), visit()
    for one, handle in ((tess, TESS), (vito, VITO)):
        one.sign_in(f"{handle}@example.org")
    sees(tess, VITO, "2nd")
    sees(vito, TESS, "2nd")

    tess.go(f"/@{VITO}/invite")
    tess.page.get_by_label("Worked together").check()
    tess.press("Send invitation")
    tess.reads("Invitation sent to Vito.")
    vito.go("/network")
    vito.press("Accept the invitation from Tess Wall")
    vito.reads("You and Tess are connected.")
    sees(tess, VITO, "1st")
    sees(vito, TESS, "1st")

    tess.go(f"/@{VITO}/disconnect")
    tess.press("Remove the connection", within=tess.page.get_by_role("main"))
    tess.reads("Vito is no longer your connection")
    sees(vito, TESS, "2nd")
    sees(tess, VITO, "2nd")

    tess.go("/@uma_w/disconnect")
    tess.press("Remove the connection", within=tess.page.get_by_role("main"))
    tess.reads("Uma is no longer your connection")
    sees(vito, TESS, "out of network")
    sees(tess, VITO, "out of network")

    vito.go(f"/@{TESS}/block")
    vito.press("Block", within=vito.page.get_by_role("main"))
    vito.reads("Tess is blocked")
    sees(tess, VITO, "")
    sees(vito, TESS, "")
    counts = [path.read_bytes() for path in site.instance.data.rglob("counter_*.db")]
    assert sum(b"rapport_requests" in one for one in counts) == 2, "one process answered everything"
