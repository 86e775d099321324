"""Reports and decisions: who may, what is kept, what goes, and who is told (OPS-4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from rapport.content.moderation import actions, queries
from rapport.content.moderation.models import Case, Report
from rapport.content.moderation.rules import MAY_DECIDE, NEXT, Decision, State, Thing
from rapport.content.posts.actions import changing, publishing
from rapport.content.posts.models import Post, PostDocument, PostPicture
from rapport.content.posts.rules.polling import NewPoll
from rapport.kernel.errors import Absent, RapportError, TooMany
from rapport.people.actors import actions as actors
from rapport.people.audience import Viewer
from rapport.people.relationships.actions import removing
from rapport.projections.notifications import queries as notices
from tests.actions.groups import connect
from tests.discussion.talking import remove, say
from tests.people import LIMITS, START, make_member
from tests.posts.writing import publish, repost, seen

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)


def report(
    by: int,
    number: int,
    thing: Thing = Thing.POST,
    reason: str = "spam",
    words: str = "",
    now: datetime = START,
) -> tuple[UUID, bool]:
    return actions.report(
        by=Viewer(by), thing=thing, number=number, reason=reason, words=words, now=now, limits=LIMITS
    )


def decide(by: int, case: UUID, decision: str = "take_down", words: str = "Because.") -> State:
    viewer = Viewer(by, is_moderator=True)
    return actions.decide(by=viewer, case_id=case, decision=decision, words=words, now=LATER)


def desk(who: int, *, decided: bool = False) -> list[queries.CaseView]:
    return queries.cases(Viewer(who, is_moderator=True), decided=decided).items


def told(who: int) -> list[str]:
    found = notices.notices(Viewer(who), now=LATER).items
    return [one.template for one in found if one.kind in ("report_outcome", "taken_down")]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(RapportError) as found:
        act()
    return found.value.code


@pytest.fixture
def people() -> dict[str, int]:
    """An author, a connection of theirs, a stranger and a moderator."""
    found = {one: make_member(one) for one in ("author", "friend", "stranger", "keeper")}
    connect(found["author"], found["friend"])
    return found


def test_who_sees_a_thing_reports_it_once_and_nobody_else(people: dict[str, int]) -> None:
    """OPS-4, FEED-6: what one does not see is absent; a repeat changes the words."""
    author, friend, stranger = people["author"], people["friend"], people["stranger"]
    post = publish(author, audience="connections")
    comment = say(author, post)
    for thing, number in ((Thing.POST, post), (Thing.COMMENT, comment)):
        case, new = report(friend, number, thing)
        assert new
        assert report(friend, number, thing, "other", "Look", LATER) == (case, False)
        assert code_of(lambda thing=thing, number=number: report(stranger, number, thing)) == "not_found"  # type: ignore[misc]
        assert code_of(lambda thing=thing, number=number: report(author, number, thing)) == "own"  # type: ignore[misc]
    assert Report.objects.count() == 2
    assert set(Report.objects.values_list("reason", "words", "at")) == {("other", "Look", LATER)}
    report(stranger, author, Thing.MEMBER)
    removing.block(owner=author, other=friend, now=START)
    for thing, number in ((Thing.POST, post), (Thing.COMMENT, comment), (Thing.MEMBER, author)):
        assert code_of(lambda thing=thing, number=number: report(friend, number, thing)) == "not_found"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("reason", "words", "code"),
    [("made up", "", "reason"), ("other", " ", "empty"), ("spam", "x" * 1001, "too_long")],
)
def test_what_is_wrong_is_refused_and_nothing_stands(
    people: dict[str, int], reason: str, words: str, code: str
) -> None:
    post = publish(people["author"])
    assert code_of(lambda: report(people["friend"], post, reason=reason, words=words)) == code
    assert not Case.objects.exists()


def test_reports_are_counted_by_the_hour(people: dict[str, int]) -> None:
    """Limits: a repeat costs nothing, another thing does."""
    posts = [publish(people["author"], f"Post {number}") for number in range(LIMITS.reports_per_hour + 1)]
    for post in posts[:-1]:
        report(people["friend"], post)
    report(people["friend"], posts[0], words="Again")
    with pytest.raises(TooMany):
        report(people["friend"], posts[-1])
    report(people["stranger"], posts[-1])
    report(people["friend"], posts[-1], now=START + timedelta(hours=1, seconds=1))


def test_moderators_read_what_was_reported_as_it_stood(people: dict[str, int]) -> None:
    """OPS-4: also where the audience would not include them, and after it was changed."""
    author, friend, keeper = people["author"], people["friend"], people["keeper"]
    post = publish(author, "Bad words", "connections")
    case, _ = report(friend, post, words="See there")
    changing.edit(by=Viewer(author), post_id=post, words="Kind words", now=LATER, limits=LIMITS)
    assert seen(keeper, post) == set()
    (view,) = desk(keeper)
    assert (view.id, view.text, view.there, view.author.handle) == (case, "Bad words", True, "author")
    assert [(one.reporter.handle, one.words, one.text) for one in view.reports] == [
        ("friend", "See there", "Bad words")
    ]
    changing.remove(by=Viewer(author), post_id=post)
    assert not desk(keeper)[0].there
    assert desk(keeper)[0].text == "Bad words"


def test_the_desk_is_absent_for_all_others_and_for_who_it_is_about(people: dict[str, int]) -> None:
    """OPS-4: nobody learns who reported them, moderators neither."""
    keeper = people["keeper"]
    post = publish(keeper)
    case, _ = report(people["friend"], post)
    for viewer in (Viewer(people["stranger"]), Viewer()):
        with pytest.raises(Absent):
            queries.cases(viewer)
        with pytest.raises(Absent):
            queries.case(viewer, case)
        assert queries.waiting(viewer) == 0
    for viewer in (Viewer(keeper, is_moderator=True), Viewer(keeper, is_organiser=True)):
        assert queries.cases(viewer).items == []
        with pytest.raises(Absent):
            queries.case(viewer, case)
    assert code_of(lambda: decide(keeper, case)) == "not_found"
    assert (
        code_of(
            lambda: actions.decide(
                by=Viewer(people["stranger"]), case_id=case, decision="leave", words="x", now=LATER
            )
        )
        == "not_found"
    )
    assert Case.objects.get().state == State.OPEN.value
    assert queries.waiting(Viewer(people["author"], is_organiser=True)) == 1


def test_what_is_taken_down_is_gone_for_all_but_its_author_and_moderators(people: dict[str, int]) -> None:
    """OPS-4: with its reposts and comments; the author reads it with the reason, reporters of the outcome."""
    author, friend, stranger, keeper = people.values()
    post = publish(author, "Bad words")
    passed = repost(friend, post)
    first, _ = report(friend, post)
    assert report(stranger, post) == (first, True)
    changing.edit(by=Viewer(author), post_id=post, words="Worse words", now=LATER, limits=LIMITS)
    assert decide(keeper, first, words="Against our rules") is State.TAKEN_DOWN
    for viewer in (author, friend, stranger, keeper, None):
        assert seen(viewer, post, passed) == set()
    (mine,) = queries.taken_down(Viewer(author)).items
    assert (mine.thing, mine.text, mine.words, mine.at) == (
        Thing.POST, "Worse words", "Against our rules", LATER,
    )  # fmt: skip
    assert queries.taken_down(Viewer(friend)).items == []
    assert told(author) == ["Moderators took down something you wrote. You can read why."]
    for one in (friend, stranger):
        assert told(one) == ["Moderators took down what you reported. Thank you for telling them."]
        assert [row.state for row in queries.reports(Viewer(one)).items] == [State.TAKEN_DOWN]
    (view,) = desk(keeper, decided=True)
    assert view.decided_by is not None
    assert (view.decided_by.handle, view.decided_at, view.words) == ("keeper", LATER, "Against our rules")
    assert code_of(lambda: decide(keeper, first, "leave")) == "decided"


def test_what_is_left_stands_and_is_reported_again_only_once_it_changed(people: dict[str, int]) -> None:
    """OPS-4: the reporter is told; its author is not."""
    author, friend, stranger, keeper = people.values()
    post = publish(author)
    comment = say(author, post, "Hm")
    case, _ = report(friend, comment, Thing.COMMENT)
    assert decide(keeper, case, "leave", "A matter of taste") is State.LEFT
    assert told(friend) == ["Moderators looked at what you reported, and left it as it is."]
    assert (told(author), queries.taken_down(Viewer(author)).items) == ([], [])
    assert code_of(lambda: report(friend, comment, Thing.COMMENT)) == "decided"
    other, new = report(stranger, comment, Thing.COMMENT)
    assert (other != case, new) == (True, True)
    assert decide(keeper, other) is State.TAKEN_DOWN
    assert Post.objects.filter(pk=post).exists()
    assert queries.taken_down(Viewer(author)).items[0].text == "Hm"


@pytest.mark.parametrize("thing", [Thing.POST, Thing.COMMENT])
def test_nothing_is_taken_from_who_deleted_it(people: dict[str, int], thing: Thing) -> None:
    """OPS-4: where nothing stands any more it is left, and its author is told of nothing."""
    author, friend, _, keeper = people.values()
    post = publish(author)
    number = post if thing is Thing.POST else say(author, post)
    case, _ = report(friend, number, thing)
    if thing is Thing.POST:
        changing.remove(by=Viewer(author), post_id=post)
    else:
        say(friend, post, "Answer", number)
        remove(author, number)
    (view,) = desk(keeper)
    assert (view.there, set(view.decisions)) == (False, {Decision.LEAVE})
    assert code_of(lambda: decide(keeper, case)) == "choice"
    assert Case.objects.get().state == State.OPEN.value
    assert decide(keeper, case, "leave") is State.LEFT
    assert (told(author), queries.taken_down(Viewer(author)).items) == ([], [])
    assert code_of(lambda: decide(keeper, case)) == "decided"


def test_a_member_who_is_out_already_is_acted_about(people: dict[str, int]) -> None:
    """OPS-4: suspending them is what was done."""
    case, _ = report(people["friend"], people["author"], Thing.MEMBER)
    actors.suspend(actor_id=people["author"])
    assert desk(people["keeper"])[0].decisions == {Decision.LEAVE, Decision.ACT}
    assert decide(people["keeper"], case, "act") is State.ACTED


def test_a_case_keeps_what_was_said_beyond_words(people: dict[str, int]) -> None:
    """OPS-4: answers of a poll, words for pictures, the name of a document, and what a repost passes on."""
    author, friend, stranger, keeper = people.values()
    poll = NewPoll(("Rude", "Ruder"), 3)
    asked = publishing.publish(
        by=Viewer(author), words="Which?", audience="anyone", poll=poll, now=START, limits=LIMITS
    )
    drawn = publish(author, "See")
    PostPicture.objects.create(post_id=drawn, position=1, key="b" * 32, alt="", width=1, height=1)
    PostPicture.objects.create(post_id=drawn, position=0, key="a" * 32, alt="A rude sign", width=1, height=1)
    paper = publish(author, "Read")
    PostDocument.objects.create(post_id=paper, key="c" * 32, name="rude.pdf", pages=1, width=1, height=1)
    passed = repost(friend, asked)
    for one in (asked, drawn, paper, passed):
        report(stranger, one)
    changing.remove(by=Viewer(author), post_id=drawn)
    assert [[(one.what, one.words) for one in view.beyond] for view in desk(keeper)] == [
        [("answer", "Rude"), ("answer", "Ruder")],
        [("picture", "A rude sign"), ("picture", "")],
        [("document", "rude.pdf")],
        [("passed_on", "Which?"), ("answer", "Rude"), ("answer", "Ruder")],
    ]
    changing.edit(by=Viewer(author), post_id=asked, words="Which one?", now=LATER, limits=LIMITS)
    decide(keeper, Case.objects.get(number=passed).pk)
    (mine,) = queries.taken_down(Viewer(friend)).items
    assert mine.beyond[0].words == "Which one?", "as it stood when it was taken down"
    actors.delete(actor_id=author)
    actions.forget(actor_id=author)
    (mine,) = queries.taken_down(Viewer(friend)).items
    assert mine.beyond == (), "the words of who left go with them (OPS-2)"


@pytest.mark.parametrize("thing", list(Thing))
@pytest.mark.parametrize("decision", [*Decision, "made up"])
def test_the_table_of_decisions(people: dict[str, int], thing: Thing, decision: str) -> None:
    """Every decision about every thing: what the table lacks is refused, and nothing happened; words are needed."""
    author, friend, _, keeper = people.values()
    post = publish(author)
    number = {Thing.POST: post, Thing.COMMENT: say(author, post), Thing.MEMBER: author}[thing]
    case, _ = report(friend, number, thing)
    if decision in MAY_DECIDE[thing]:
        assert code_of(lambda: decide(keeper, case, decision, " ")) == "empty"
        assert decide(keeper, case, decision) is NEXT[Decision(decision)]
        return
    assert code_of(lambda: decide(keeper, case, decision)) == "choice"
    assert Case.objects.get().state == State.OPEN.value


def test_reports_go_with_who_leaves(people: dict[str, int]) -> None:
    """OPS-2: what they reported, and what was reported of theirs; the decisions they took stand unnamed."""
    author, friend, stranger, keeper = people.values()
    post = publish(author)
    case, _ = report(friend, post)
    report(stranger, post)
    report(friend, stranger, Thing.MEMBER)
    actors.delete(actor_id=friend)
    actions.forget(actor_id=friend)
    assert [(one.case_id, one.reporter_id) for one in Report.objects.all()] == [(case, stranger)]
    assert Case.objects.count() == 1
    actors.delete(actor_id=author)
    actions.forget(actor_id=author)
    assert not Case.objects.exists()
    assert desk(keeper) == []


def test_cases_come_page_by_page(people: dict[str, int]) -> None:
    """Every one once, in order."""
    for number in range(5):
        report(
            people["friend"],
            publish(people["author"], f"Post {number}"),
            now=START + timedelta(minutes=number),
        )
    viewer, found, cursor = Viewer(people["keeper"], is_moderator=True), [], None
    while True:
        page = queries.cases(viewer, cursor=cursor, size=2)
        found += [one.text for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == [f"Post {number}" for number in range(5)]
    assert len(queries.reports(Viewer(people["friend"]), size=2).items) == 2
