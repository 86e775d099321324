"""Notices by mail: one a member a slot, nothing that was read or vanished, and a way out (MSG-4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rapport.interfaces.mail import digests
from rapport.interfaces.web.notifications import address
from rapport.kernel import ids, jobs
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.jobs import actions as job_actions
from rapport.kernel.jobs.models import Job
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import answering, inviting
from rapport.people.relationships.queries.faces import Face
from rapport.people.ties import actions as ties
from rapport.projections.notifications import actions, queries
from rapport.projections.notifications.models import Notification
from rapport.projections.notifications.queries import Mailing, NoticeView
from rapport.projections.notifications.rules import KINDS
from rapport.projections.notifications.rules_due import due
from rapport.projections.notifications.rules_telling import Frequency, Kind, Leads
from tests.conftest import Clock
from tests.discussion.talking import react, remove, say
from tests.people import LIMITS, make_member
from tests.posts.writing import publish

pytestmark = pytest.mark.django_db

NEXT_MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _by_jobs(settings: object) -> None:
    """Mails go the way they go on a site: each a job."""
    settings.EMAIL_BACKEND = "rapport.interfaces.mail.backend.JobBackend"  # type: ignore[attr-defined]


def _invite(sender: int, recipient: int, clock: Clock) -> UUID:
    return inviting.invite(
        sender=sender, recipient=recipient, context="worked_together", now=clock.now, limits=LIMITS
    ).invitation_id


def _mails() -> list[dict[str, Any]]:
    """Everything that was given out to be sent, oldest first."""
    return [job.payload for job in Job.objects.filter(name="mail.send").order_by("created_at", "id")]


def _calendar(clock: Clock) -> None:
    """What the worker does at this moment."""
    job_actions.schedule(now=clock.now)
    for _ in range(3):
        jobs.run_due(clock.now)


@pytest.mark.parametrize(
    ("frequency", "at", "expected"),
    [
        (Frequency.OFF, datetime(2026, 3, 2, 9, tzinfo=UTC), None),
        (Frequency.INSTANT, datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, 1, tzinfo=UTC)),
        (Frequency.DAILY, datetime(2026, 3, 2, 9, tzinfo=UTC), NEXT_MORNING),
        (Frequency.DAILY, datetime(2026, 3, 3, 6, 59, tzinfo=UTC), NEXT_MORNING),
        (Frequency.DAILY, NEXT_MORNING, NEXT_MORNING + timedelta(days=1)),
        (Frequency.WEEKLY, datetime(2026, 3, 2, 6, tzinfo=UTC), datetime(2026, 3, 2, 7, tzinfo=UTC)),
        (Frequency.WEEKLY, datetime(2026, 3, 2, 9, tzinfo=UTC), NEXT_MONDAY),
        (Frequency.WEEKLY, datetime(2026, 3, 8, 23, tzinfo=UTC), NEXT_MONDAY),
    ],
)
def test_when_a_notice_is_due(frequency: Frequency, at: datetime, expected: datetime | None) -> None:
    """MSG-4: instant, the next morning, the next Monday's, or never."""
    assert due(frequency, at) == expected


def test_a_week_comes_in_one_mail(clock: Clock) -> None:
    """MSG-4: weekly by default, batched; nothing before its hour, and nothing twice."""
    anna = make_member("anna", name="Anna Lind", now=clock.now)
    for number in range(3):
        clock.forward(minutes=1)
        _invite(make_member(f"other{number}", now=clock.now), anna, clock)
    clock.set(NEXT_MONDAY - timedelta(minutes=10))
    _calendar(clock)
    assert _mails() == []
    for _ in range(3):
        clock.set(max(clock.now, NEXT_MONDAY) + timedelta(minutes=6))
        _calendar(clock)
    (mail,) = _mails()
    assert mail["to"] == ["anna@example.org"]
    assert mail["subject"] == "3 notices from Rapport"
    text = mail["text"]
    assert text.startswith("Hello Anna,\n\nOther2 would like to connect.\nhttp://testserver/")
    assert text.count("would like to connect.") == 3
    assert "All your notices: http://testserver/notices" in text
    assert "<" not in text
    assert 'href="http://testserver/notices"' in mail["html"]


def test_one_notice_is_its_own_subject_and_names_keep_their_signs(clock: Clock) -> None:
    """A mail is plain text: nothing in it is escaped as on a page."""
    anna = make_member("anna", now=clock.now)
    _invite(make_member("brendan", name="Brendan O’Neill & <Sons>", now=clock.now), anna, clock)
    clock.set(NEXT_MONDAY)
    _calendar(clock)
    (mail,) = _mails()
    assert mail["subject"] == "Brendan O’Neill & <Sons> would like to connect."
    assert "Brendan O’Neill & <Sons> would like" in mail["text"]
    assert "&lt;Sons&gt;" in mail["html"]


def test_what_was_read_or_vanished_meanwhile_is_not_sent(clock: Clock) -> None:
    """MSG-4: nothing is sent for what was read, ignored, withdrawn, or whose actor is gone."""
    anna = make_member("anna", now=clock.now)
    others = [make_member(f"other{number}", now=clock.now) for number in range(3)]
    sent = [_invite(other, anna, clock) for other in others]
    answering.ignore(invitation_id=sent[0], actor_id=anna, now=clock.now)
    inviting.withdraw(invitation_id=sent[1], actor_id=others[1], now=clock.now)
    actors.suspend(actor_id=others[2])
    reader = make_member("zoe", now=clock.now)
    _invite(anna, reader, clock)
    actions.mark_read(actor_id=reader, now=clock.now)
    clock.set(NEXT_MONDAY)
    _calendar(clock)
    assert _mails() == []
    assert not Notification.objects.filter(due_at__isnull=False).exists()
    answering.reopen(invitation_id=sent[0], actor_id=anna, now=clock.now, limits=LIMITS)
    clock.forward(days=7)
    _calendar(clock)
    assert _mails() == []  # its slot is over: it stands in the pages


def test_at_once_means_one_mail_for_what_happens_together(clock: Clock) -> None:
    """Instant mails are jobs of their own hour; eight facts in that minute are one mail."""
    anna = make_member("anna", now=clock.now)
    actions.prefer(actor_id=anna, changes={Kind.INVITATION.value: "instant"}, now=clock.now)
    for number in range(8):
        _invite(make_member(f"other{number}", now=clock.now), anna, clock)
    jobs.run_due(clock.now)
    assert _mails() == []
    clock.forward(minutes=1)
    for _ in range(3):
        jobs.run_due(clock.now)
    (mail,) = _mails()
    assert mail["subject"] == "8 notices from Rapport"


def test_a_choice_holds_for_what_has_not_gone_out_yet(clock: Clock) -> None:
    """Preferences per kind; a later choice moves what waits, and "never" stops it."""
    anna = make_member("anna", now=clock.now)
    viewer = Viewer(anna)
    assert set(queries.preferences(viewer).values()) == {Frequency.WEEKLY}
    _invite(make_member("bert", now=clock.now), anna, clock)
    actions.prefer(actor_id=anna, changes={Kind.INVITATION.value: "daily"}, now=clock.now)
    assert Notification.objects.get(owner_id=anna).due_at == NEXT_MORNING
    actions.prefer(actor_id=anna, changes={Kind.INVITATION.value: "instant"}, now=clock.now)
    actions.prefer(actor_id=anna, changes={Kind.INVITATION.value: "off"}, now=clock.now)
    clock.set(NEXT_MONDAY)
    _calendar(clock)
    assert _mails() == []
    assert queries.preferences(viewer)[Kind.INVITATION] is Frequency.OFF


@pytest.mark.parametrize("changes", [{"connected": "hourly"}, {"follow": "daily"}])
def test_what_cannot_be_chosen_changes_nothing(clock: Clock, changes: dict[str, str]) -> None:
    """A wrong kind or frequency is refused as a whole."""
    anna = make_member("anna", now=clock.now)
    with pytest.raises(Invalid):
        actions.prefer(actor_id=anna, changes={"declined": "off", **changes}, now=clock.now)
    assert set(queries.preferences(Viewer(anna)).values()) == {Frequency.WEEKLY}


def test_a_mail_has_a_way_out_that_only_a_press_takes(clock: Clock) -> None:
    """RFC 8058: List-Unsubscribe with One-Click; fetching the link changes nothing."""
    anna = make_member("anna", now=clock.now)
    _invite(make_member("bert", now=clock.now), anna, clock)
    clock.set(NEXT_MONDAY)
    _calendar(clock)
    (mail,) = _mails()
    headers = mail["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://testserver(/notices/stop/[\w:.-]+)>", headers["List-Unsubscribe"])
    assert found
    browser = Client(enforce_csrf_checks=True)
    asked = browser.get(found[1])
    assert asked.status_code == 200
    assert "Stop the mails about notices?" in asked.content.decode()
    assert set(queries.preferences(Viewer(anna)).values()) == {Frequency.WEEKLY}
    done = browser.post(found[1], {"List-Unsubscribe": "One-Click"})
    assert "You get no more mails about notices" in done.content.decode()
    assert set(queries.preferences(Viewer(anna)).values()) == {Frequency.OFF}
    assert browser.post("/notices/stop/made:up:token").status_code == 404


def test_a_made_up_token_stops_nobody() -> None:
    """The address in a mail is signed."""
    with pytest.raises(Absent):
        queries.owner_of("12:forged")


@pytest.mark.parametrize("status", ["suspended", "deleted"])
def test_members_who_are_out_get_no_mail(clock: Clock, status: str) -> None:
    """A suspended member is not written to; of one who left nothing is kept."""
    anna = make_member("anna", now=clock.now)
    _invite(make_member("bert", now=clock.now), anna, clock)
    (actors.suspend if status == "suspended" else actors.delete)(actor_id=anna)
    for _ in range(3):
        jobs.run_due(clock.now)
    assert Notification.objects.filter(owner_id=anna).exists() is (status == "suspended")
    clock.set(NEXT_MONDAY)
    _calendar(clock)
    assert _mails() == []


@pytest.mark.parametrize("kind", list(Kind))
def test_a_mail_leads_where_the_page_does(kind: Kind, clock: Clock, settings: object) -> None:
    """MSG-4: whatever a notice is about."""
    row, face = KINDS[kind], Face(1, "anna", "Anna")
    notice = NoticeView(
        id=ids.new(), kind=kind, people=(face,), template=next(iter(row.words.values())),
        values={"count": 1, "until": clock.now}, leads=row.leads, subject=ids.new(), icon=row.icon,
        at=clock.now, read=False, place=Face(2, "rust", "Rust Group") if row.place else None,
        post=7 if row.leads is Leads.POST else None, comment=8 if kind is Kind.COMMENT else None,
    )  # fmt: skip
    mail = digests.written(Mailing(1, "Bert", "bert@example.org", "en", clock.now, (notice,)))
    where = address(notice) if kind is Kind.COMMENT else address(notice).partition("#")[0]
    led = f"{settings.PUBLIC_URL}{where}"  # type: ignore[attr-defined]
    assert f"\n{led}\n" in str(mail.body)


def test_conversation_comes_in_one_mail_and_shows_what_is_seen_when_it_goes(clock: Clock) -> None:
    """MSG-4, FEED-6: one mail however many react; what is hidden when it goes out is not in it."""
    anna, bert, cora, dora = (make_member(one) for one in ("anna", "bert", "cora", "dora"))
    actions.prefer(actor_id=anna, changes=dict.fromkeys(("reaction", "comment"), "instant"), now=clock.now)
    post = publish(anna, now=clock.now)
    for one in (bert, cora):
        react(one, post, now=clock.now)
    say(dora, post, "Regrettable", now=clock.now)
    gone = say(bert, post, "A word too many", now=clock.now)
    remove(bert, gone)
    ties.put_mute(owner=anna, other=dora, until=None, now=clock.now)
    clock.forward(minutes=2)
    _calendar(clock)
    (mail,) = _mails()
    assert mail["subject"] == "Cora and Bert reacted to your post."
    assert not {"Regrettable", "many"} & set(mail["text"].split())
    react(make_member("emil"), post, now=clock.now)
    clock.forward(minutes=2)
    _calendar(clock)
    assert len(_mails()) == 1  # what grows goes with the next morning's
    clock.set(NEXT_MORNING)
    _calendar(clock)
    assert len(_mails()) == 2
