"""The demo: a community of many people that looks alive around one login, and real graphs in bulk."""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db.models import F

from rapport.content.profiles.models import Entry, Profile
from rapport.interfaces.console.demo import cast, fill, graph, lives_told
from rapport.interfaces.console.demo.cast import PASSWORD
from rapport.interfaces.console.demo.community import Community
from rapport.interfaces.console.demo.lives import Lives
from rapport.interfaces.console.demo.names import Namer
from rapport.interfaces.console.demo.progress import Progress
from rapport.interfaces.console.demo.stage import Diary
from rapport.interfaces.console.demo.story import EVERYBODY
from rapport.interfaces.console.trouble import Trouble
from rapport.kernel import clock
from rapport.kernel.jobs.models import Job
from rapport.kernel.limits.actions import set_limit
from rapport.kernel.limits.rules import Limits
from rapport.kernel.text import is_handle
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.groups.models import Admission, Ban
from rapport.people.relationships.models import FollowRequest, Invitation, Reply, Restriction, TieNote
from rapport.people.relationships.rules.process import State
from rapport.people.ties.models import Connection, Membership, Network
from rapport.projections.notifications.models import Notification
from tests.conftest import Instance
from tests.console.sites import run

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REAL = Path(__file__).parents[3] / "shared" / "data"
"""Where the Facebook100 files are looked for: beside the repository (Traud, Mucha, Porter 2011).

Without them `test_a_real_graph_in_bulk` makes a graph of its own and says so; put
fb100-JohnsHopkins55.txt and -attrs.csv there to run it on 5,180 people.
"""


def written(seed: int) -> list[tuple[datetime, str, str]]:
    """What a community of thirty writes into its diary."""
    community, diary = Community(random.Random(seed), NOW, ["alice"]), Diary()
    community.live(diary, community.draw(30))
    return [(step.at, step.verb, repr(step.with_)) for step in diary.steps]


@pytest.mark.pure
def test_the_same_seed_draws_the_same_people() -> None:
    """And another seed others; everything lies before now."""
    assert written(7) == written(7)
    assert written(7) != written(8)
    assert max(at for at, *_ in written(7)) < NOW


@pytest.mark.pure
def test_every_name_has_a_handle_of_its_own() -> None:
    """Two thousand people from all over the world, some of one name."""
    namer = Namer(random.Random(1), ["alice"])
    people = [namer.draw() for _ in range(2000)]
    handles = [handle for _, handle in people]
    assert len(set(handles)) == 2000
    assert [handle for handle in handles if not is_handle(handle) or handle == "alice"] == []
    scripts = "".join(name for name, _ in people)
    assert all(letter in scripts for letter in "ßễ林은الαłşनã")


@pytest.mark.page
@pytest.mark.django_db
def test_a_community_lives() -> None:
    """Alice has letters of every kind, friends, followers and notices; nothing is left to be mailed."""
    now = clock.now()
    found = fill.community(members=60, seed=1, now=now)
    assert found.sound
    assert found.members == 60 + 6 + 20
    alice = Actor.objects.get(handle="alice")
    received = Invitation.objects.filter(recipient=alice, state=State.PENDING.value)
    sent = Invitation.objects.filter(sender=alice)
    assert received.filter(tray="inbox").count() == 5
    assert received.filter(tray="filtered").count() == 2
    assert received.filter(tray="inbox", note="").exists()
    assert received.filter(sender__handle="wilhelmina").exists()
    assert Reply.objects.filter(invitation__in=received).count() == 2
    assert set(sent.values_list("state", flat=True)) >= {"pending", "declined", "ignored", "accepted"}
    assert set(Invitation.objects.values_list("state", flat=True)) == {state.value for state in State}
    network = Network.objects.get(pk=alice.pk)
    assert 10 <= network.connections <= 60
    assert network.followers > network.connections / 2
    assert FollowRequest.objects.filter(owner=alice, state="waiting").count() == 3
    assert TieNote.objects.filter(owner=alice, rhythm_weeks__isnull=False).exists()
    assert Restriction.objects.filter(owner__handle="dax", ends_at__gt=now).exists()
    notices = Notification.objects.filter(owner=alice)
    assert notices.filter(read_at__isnull=True).exists()
    assert notices.filter(read_at__isnull=False).exists()
    assert not Notification.objects.filter(due_at__isnull=False).exists()
    assert not Job.objects.filter(state="ready").exists()
    assert not Connection.objects.filter(since__gt=now).exists()
    assert set(Admission.objects.values_list("state", flat=True)) >= {
        "asked",
        "invited",
        "accepted",
        "refused",
    }
    roles = Membership.objects.filter(owner=alice).values_list("role", flat=True)
    assert sorted(roles) == ["member", "member", "owner"]
    assert Ban.objects.filter(other__handle="dax").exists()
    account = Account.objects.get(email=fill.LOGIN)
    assert account.is_organiser
    assert account.check_password(PASSWORD)
    assert fill.standing()


@pytest.mark.django_db
def test_everybody_has_done_something() -> None:
    """PRO-1: the same lives for the same seed, lawful, in many tongues; whoever has a life keeps it."""
    now = clock.now()
    cast.build(now=now)
    for number, name in enumerate(("Ольга Лебедева", "小林 はるか", "Jonas Weiß", "Ann Lee") * 8):
        cast.member(
            f"soul_{number}", name, "", now=now, limits=Limits(), password=None, domain="demo.example"
        )
    ids = dict(Actor.objects.values_list("handle", "pk"))
    lives_told.write(ids, seed=1, now=now)
    shown = list(
        Entry.objects.order_by("owner_id", "section", "title", "started").values_list("owner_id", "title")
    )
    assert len({owner for owner, _ in shown}) > 25
    assert Entry.objects.filter(organization=ids["acme"]).exists()
    assert {"Русский", "日本語", "Deutsch"} <= {title for _, title in shown}
    assert Profile.objects.exclude(about_audience="anyone").exists()
    assert Lives(1, now).write(skip=("alice", "bob")) < 10


@pytest.mark.django_db
def test_only_an_empty_instance_is_filled(cast: object) -> None:
    """Members of its own, or half a demo: both are left as they are."""
    with pytest.raises(Trouble, match="has members already"):
        fill.standing()
    Account.objects.filter(email="alice@example.org").update(email=fill.LOGIN)
    with pytest.raises(Trouble, match="not finished"):
        fill.standing()
    set_limit(name="community_name", value=fill.COMMUNITY_NAME, now=NOW)
    assert fill.standing()


def make_graph(directory: Path, *, people: int = 90, seed: int = 3) -> tuple[Path, Path, int]:
    """Files of a graph of three circles; gives them and how many connections there are."""
    chance = random.Random(seed)
    edges: set[tuple[int, int]] = set()
    while len(edges) < people * 6:
        one = chance.randrange(people)
        two = (
            (one + 3 * chance.randint(1, 12)) % people if chance.random() < 0.8 else chance.randrange(people)
        )
        if one != two:
            edges.add((min(one, two), max(one, two)))
    lines = [f"{low} {high}" if chance.random() < 0.5 else f"{high} {low}" for low, high in sorted(edges)]
    rows = [
        ",".join(
            str(number) for number in (1 + node % 2, 0, node % 40, 0, node % 9, 2003 + node % 8, node * 7)
        )
        for node in range(people)
    ]
    edges_file, attributes_file = directory / "edges.txt", directory / "attributes.csv"
    edges_file.write_text("# a comment\n" + "\n".join([*lines, lines[0]]) + "\n")
    attributes_file.write_text("\n".join(["status,gender,major,major2,dorm,year,highschool", *rows]) + "\n")
    return edges_file, attributes_file, len(edges)


@pytest.mark.django_db
def test_a_small_graph_in_bulk(tmp_path: Path) -> None:
    """Each edge is a connection of two rows, counters equal edges, alice is placed among its people."""
    edges, attributes, count = make_graph(tmp_path)
    read = graph.read(edges, attributes)
    assert (len(read.nodes), len(read.edges)) == (90, count)
    found = fill.real_graph(read, seed=1, now=clock.now())
    assert found.sound
    assert found.members == 90 + 6 + 20
    alice = Actor.objects.get(handle="alice")
    story = [
        alice.pk,
        *Actor.objects.filter(handle__in=[one.handle for one in EVERYBODY]).values_list("pk", flat=True),
    ]
    cast = list(Actor.objects.filter(handle__in=["bob", "dan"]).values_list("pk", flat=True))
    bulk = Connection.objects.filter(owner_id__lt=F("other_id")).exclude(owner_id__in=story + cast)
    assert bulk.exclude(other_id__in=story).count() == count
    assert Network.objects.get(pk=alice.pk).connections >= 20
    assert Invitation.objects.filter(recipient=alice, state="pending", tray="inbox").count() == 5
    assert Actor.objects.filter(headline__contains="lass of 20").exists()
    assert authenticate(None, email=fill.LOGIN, password="wrong") is None


@pytest.mark.pure
@pytest.mark.parametrize(
    ("edges", "attributes", "words"),
    [
        ("0 1\n1 x\n", None, "line 2: expected two numbers, found “1 x”"),
        ("0 1 2\n", None, "line 1: expected two numbers"),
        ("# nothing\n3 3\n", None, "holds no connection"),
        ("0 4\n", "head\n1,1,1,1,1,1,1\n", "names node 4, but"),
        ("0 1\n", "head\n1,1,1,1,1,1,1\n1,1\n", "line 3: expected seven numbers, found “1,1”"),
    ],
)
def test_what_is_no_graph_is_refused(tmp_path: Path, edges: str, attributes: str | None, words: str) -> None:
    """File and line are named."""
    (tmp_path / "e").write_text(edges)
    if attributes:
        (tmp_path / "a").write_text(attributes)
    with pytest.raises(Trouble, match=words):
        graph.read(tmp_path / "e", tmp_path / "a" if attributes else None)


@pytest.mark.page
def test_a_real_graph_in_bulk(
    new_instance: Callable[[], Instance], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command loads it with progress, says the figures, and does nothing the second time."""
    edges, attributes = REAL / "fb100-JohnsHopkins55.txt", REAL / "fb100-JohnsHopkins55-attrs.csv"
    people, count = 5180, 186_586
    if not edges.exists():
        edges, attributes, count = make_graph(tmp_path, people=600)
        people = 600
        with capsys.disabled():
            sys.stdout.write(f"{REAL} is not here: this runs on a made-up graph of 600 people\n")
    site = new_instance()
    given = ("--edges", str(edges), "--attributes", str(attributes), "--json")
    first = run(site, "demo", *given)
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert said["members"] == people + 26
    assert said["connections"] > count
    assert (said["wrong_counters"], said["one_sided"]) == (0, 0)
    assert "People and connections: " in first.stderr
    second = run(site, "demo", *given)
    assert "This is a demo already" in second.stderr
    assert json.loads(second.stdout) == said


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Somebody looks."""
        return True


@pytest.mark.pure
def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both end with all of it."""
    plain = Progress("Counting", 10)
    for _ in range(10):
        plain.advance(1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5
    assert lines[-1].startswith("Counting: 10 of 10")
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    bar = Progress("Counting", 4)
    bar.advance(1)
    bar.advance(9)
    assert "[########" in screen.getvalue()
    assert screen.getvalue().endswith("100%  4 of 4\n")
