"""The private contact book, and what it opens: REL-13's trays and meeting again (OPS-1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from rapport.content.exchange.queries.offers import Offer, offers
from rapport.kernel import jobs
from rapport.kernel.errors import Absent
from rapport.kernel.limits import actions as settings
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.contacts import actions, queries, reactions
from rapport.people.contacts.keyed import address_hash, slug_hash
from rapport.people.contacts.models import Contact, ContactAddress
from rapport.people.contacts.rules import Card, How
from rapport.people.relationships.actions import choosing, inviting
from rapport.people.relationships.models import Invitation
from rapport.people.relationships.rules.inviting import tray_for
from rapport.people.relationships.rules.process import Tray
from rapport.people.ties.rules import InvitationPolicy
from rapport.projections.notifications import queries as notices
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db


def _card(name: str = "Mara Okonjo", *, email: str = "", slug: str = "", day: int = 4, **more: str) -> Card:
    return Card(
        name=name,
        name_key=name.lower(),
        connected_on=date(2025, 12, day),
        addresses=(address_hash(email),) if email else (),
        slug=slug_hash(slug),
        **more,
    )


def _keep(owner: int, *cards: Card) -> list[actions.Kept]:
    return actions.keep(owner=owner, cards=cards, now=START)


def _id(kept: actions.Kept) -> UUID:
    assert kept.contact_id is not None
    return kept.contact_id


def _names(owner: int, q: str = "") -> list[str]:
    return [one.name for one in queries.contacts(Viewer(owner), q=q, size=50).items]


SAME = {
    "one slug, another name": (_card("M. Okonjo", slug="mara", day=1), True),
    "no slug, the same name and day": (_card(), True),
    "another slug": (_card(slug="mara-2", email="mara@example.com"), False),
    "one address, another name": (_card("M. O.", email="MARA@example.com ", day=1), True),
    "another address": (_card(email="other@example.com"), False),
    "another day": (_card(day=5), False),
    "another name": (_card("Mira Okonjo"), False),
}


@pytest.mark.parametrize("case", SAME)
def test_who_is_the_same(case: str) -> None:
    """OPS-1: one row a person: by slug, else by address, else by name and day; names alone prove nothing."""
    owner = make_member("anna")
    card, same = SAME[case]
    (first,) = _keep(owner, _card(slug="mara", email="mara@example.com"))
    (second,) = _keep(owner, card)
    assert (second.contact_id == first.contact_id) is same
    assert second.created is not same


def test_a_merge_fills_what_is_empty_and_leaves_what_stands() -> None:
    """OPS-1: a second archive adds what the first did not know; nothing is overwritten."""
    owner = make_member("anna")
    (first,) = _keep(owner, _card(company="Acme"))
    (second,) = _keep(
        owner, _card(company="Initech", position="Engineer", slug="mara", email="m@example.com")
    )
    assert dict(second.filled) == {"position": "Engineer", "slug": slug_hash("mara")}
    row = Contact.objects.get(pk=_id(first))
    assert (row.company, row.position) == ("Acme", "Engineer")
    assert queries.has_address(owner, address_hash("M@Example.com"))
    assert not _keep(owner, _card(company="Initech", position="Boss", slug="mara"))[0].changed
    assert actions.take_back(
        owner=owner, contact_id=_id(first), filled=second.filled, addresses=second.addresses
    )
    row.refresh_from_db()
    assert (row.company, row.position, row.slug) == ("Acme", "", "")
    assert not ContactAddress.objects.exists()


def test_twins_in_one_batch_are_one_row() -> None:
    """OPS-1: the same person twice in one file is one row, filled from both."""
    owner = make_member("anna")
    one, two = _keep(owner, _card(slug="mara"), _card(slug="mara", position="Engineer"))
    assert (one.created, two.created, one.contact_id) == (True, False, two.contact_id)
    assert Contact.objects.get().position == "Engineer"


def test_no_address_stands_in_a_book() -> None:
    """OPS-1: addresses only as keyed hashes, also in every other column."""
    owner = make_member("anna")
    _keep(owner, _card(email="secret@example.com", slug="mara"))
    kept = [*Contact.objects.values_list(), *ContactAddress.objects.values_list()]
    assert "secret" not in repr(kept)
    assert address_hash("nobody") == address_hash("") == ""


def test_a_book_is_its_owners_alone() -> None:
    """OPS-1: lists, search, deleting one and all; a stranger's row is absent."""
    anna, bert = make_member("anna"), make_member("bert")
    (kept, _) = _keep(anna, _card(), _card("Zoe Ek", company="Pumps"))
    assert _names(anna) == ["Mara Okonjo", "Zoe Ek"]
    assert _names(anna, "okon") == ["Mara Okonjo"]
    assert _names(anna, "pump") == ["Zoe Ek"]
    assert _names(bert) == []
    first = queries.contacts(Viewer(anna), size=1)
    assert [one.name for one in queries.contacts(Viewer(anna), cursor=first.next, size=1).items] == ["Zoe Ek"]
    with pytest.raises(Absent):
        actions.forget(owner=bert, contact_id=_id(kept))
    assert queries.count(Viewer(anna)) == 2
    assert actions.forget(owner=anna, contact_id=_id(kept)) == "Mara Okonjo"
    assert actions.forget_all(owner=anna) == 1
    assert not Contact.objects.exists()


TRAYS = {
    # policy: (nothing, gave the address, is in the book, 2nd degree)
    InvitationPolicy.EVERYONE: ("inbox", "inbox", "inbox", "inbox"),
    InvitationPolicy.KNOWS_EMAIL: ("filtered", "inbox", "inbox", "filtered"),
    InvitationPolicy.CONTACTS_ONLY: ("filtered", "filtered", "inbox", "filtered"),
    InvitationPolicy.SECOND_DEGREE: ("filtered", "filtered", "filtered", "inbox"),
}


@pytest.mark.parametrize("policy", InvitationPolicy)
def test_which_tray(policy: InvitationPolicy) -> None:
    """REL-13, as a table."""
    cases = ((False, False, None), (True, False, None), (False, True, None), (False, False, 2))
    found = tuple(
        tray_for(policy, email_is_theirs=given, in_contacts=known, degree=degree).value
        for given, known, degree in cases
    )
    assert found == TRAYS[policy]


@pytest.mark.parametrize("policy", [InvitationPolicy.KNOWS_EMAIL, InvitationPolicy.CONTACTS_ONLY])
@pytest.mark.parametrize("known", [True, False])
def test_my_contacts_reach_my_inbox(policy: InvitationPolicy, known: bool) -> None:
    """REL-13: who stands in my imported contacts by their verified address reaches the inbox, others the tray."""
    anna, bert = make_member("anna"), make_member("bert")
    choosing.choose(actor_id=anna, changes={"invitation_policy": policy.value})
    _keep(anna, _card(email="BERT@example.org" if known else "other@example.org"))
    sent = inviting.invite(sender=bert, recipient=anna, context="other", now=START, limits=LIMITS)
    tray = Invitation.objects.get(pk=sent.invitation_id).tray
    assert tray == (Tray.INBOX if known else Tray.FILTERED).value


def _offers(member: int) -> list[Offer]:
    return offers(Viewer(member), size=9, limits=LIMITS, now=START)[0]


def _joined(member: int, handle: str) -> int:
    return actions.note_joined(member_id=member, digest=address_hash(f"{handle}@example.org"), now=START)


def test_who_comes_later_is_met_by_both_once() -> None:
    """OPS-1: both are told, once; the newcomer learns who knows the address and nothing of the book."""
    anna = make_member("anna")
    _keep(anna, _card(email="bert@example.org", company="Secretive Ltd"))
    bert = make_member("bert")
    assert _joined(bert, "bert") == 1
    assert _joined(bert, "bert") == 0
    ((mine,), (theirs,)) = _offers(anna), _offers(bert)
    assert (mine.person.id, mine.how, mine.knows_you) == (bert, How.JOINED, False)
    assert (theirs.person.id, theirs.knows_you, theirs.company) == (anna, True, "")
    (told_anna,) = notices.notices(Viewer(anna), now=START).items
    (told_bert,) = notices.notices(Viewer(bert), now=START).items
    assert "here now" in told_anna.template
    assert "knows your email address" in told_bert.template
    actions.put_aside(owner=bert, member_id=anna)
    assert _offers(bert) == []
    assert _offers(anna) != []
    actions.forget_all(owner=anna)
    assert notices.notices(Viewer(bert), now=START).items == []


def test_books_forget_who_leaves() -> None:
    """OPS-1: the book of who left goes, and no other book says any more that they were here."""
    anna, bert = make_member("anna"), make_member("bert")
    _keep(anna, _card(email="bert@example.org"))
    _keep(bert, _card())
    _joined(bert, "bert")
    actors.delete(actor_id=bert)
    jobs.run_due()
    row = Contact.objects.get()
    assert (row.owner_id, row.actor_id, row.how) == (anna, None, "")


def test_organisers_switch_the_book_off() -> None:
    """OPS-1: compare and forget: of who is not here nothing stays, of a member the offer alone."""
    anna, bert = make_member("anna"), make_member("bert")
    _keep(anna, _card(email="bert@example.org"), _card("Zoe Ek", slug="zoe"))
    _joined(bert, "bert")
    reactions.switched_off({})
    assert queries.count(Viewer(anna)) == 2
    settings.set_limit(name="contact_book", value="off", now=START)
    reactions.switched_off({})
    (row,) = Contact.objects.all()
    assert (row.actor_id, row.name, row.slug, row.company) == (bert, "", "", "")
    assert not ContactAddress.objects.exists()
    assert queries.count(Viewer(anna)) == 0
