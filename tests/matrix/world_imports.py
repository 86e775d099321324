"""The owner's import with its report, what it kept aside, and the contact book: seen by nobody else (OPS-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from rapport.content.exchange.actions import runs
from rapport.content.exchange.models import ImportRow, ImportRun, KeptAside
from rapport.content.exchange.rules.process import Source, State
from rapport.kernel import ids
from rapport.people.contacts import actions as contacts
from rapport.people.contacts.keyed import address_hash
from rapport.people.contacts.rules import Card, How
from tests.matrix.canaries import Canary


def bring_things(owner: int, known: int, now: datetime) -> tuple[UUID, UUID]:
    """Make them; gives the import and the contact. The contact is `known`, to whom the owner is connected."""
    name = f"{Canary.CONTACT} Person"
    card = Card(
        name=name, name_key=name.lower(), company=Canary.CONTACT_COMPANY, note=Canary.CONTACT_NOTE,
        connected_on=date(2020, 1, 1), addresses=(address_hash("contact@example.com"),),
    )  # fmt: skip
    (kept,) = contacts.keep(owner=owner, cards=[card], now=now)
    assert kept.contact_id is not None
    contacts.mark_found(owner=owner, found={kept.contact_id: (known, How.ADDRESS)}, now=now)
    run = runs.make(
        owner=owner, run_id=ids.new(), source=Source.LINKEDIN, file_name=f"{Canary.IMPORTED}.zip", size=9,
        now=now, work=False,
    )  # fmt: skip
    counts = {"Skills.csv": {"kind": "skills", "rows": 1, "failed": 1}}
    ImportRun.objects.filter(pk=run).update(
        state=State.DONE.value, counts=counts, rows=1, total=1, parts=["skills"]
    )
    ImportRow.objects.create(
        owner_id=owner, run_id=run, number=0, kind="skills", file="Skills.csv", line=2, outcome="failed",
        reason="value", values={"_": "Not {value}.", "value": Canary.REPORTED.value},
    )  # fmt: skip
    KeptAside.objects.create(
        owner_id=owner,
        kind="messages",
        digest="x",
        run_id=run,
        data={"text": Canary.KEPT_ASIDE.value},
        kept_at=now,
    )
    return run, kept.contact_id
