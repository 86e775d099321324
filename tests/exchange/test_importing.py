"""An import from file to report and back: every row accounted for, safe to repeat, undone without a trace (OPS-1)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rapport.content.exchange.actions import runs, undoing
from rapport.content.exchange.actions import work as worker
from rapport.content.exchange.models import ImportRow, ImportRun, KeptAside
from rapport.content.exchange.queries import runs as queries
from rapport.content.exchange.queries.offers import offers
from rapport.content.exchange.rules.process import STEPS, Source, State, Verb
from rapport.content.exchange.rules.reasons import Outcome
from rapport.content.profiles.actions import contact, entries, facts
from rapport.content.profiles.models import Entry, Profile, Skill
from rapport.content.profiles.queries import milestones
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel import clock, ids, jobs
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.kernel.limits import actions as settings_of_site
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import actions as accounts
from rapport.people.audience import Viewer
from rapport.people.contacts.models import Contact, ContactAddress
from rapport.people.relationships.actions import choosing, following, removing
from rapport.people.relationships.queries.notes import note_about
from rapport.people.ties import queries as ties
from tests.exchange.archives import ERAS, write_archive, zipped
from tests.exchange.importing import bring, import_all, kept_of, seen, take, undo
from tests.matrix.digest import changed, digests
from tests.people import START, make_member

pytestmark = pytest.mark.django_db

OWN = {"exchange_importrun", "exchange_importrow", "jobs_job"}
"""What an import writes about itself."""


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _archive(path: Path, **files: str) -> Path:
    """A zip of the files that are named as in an archive, `_` for a space."""
    path.write_bytes(zipped({f"{name.replace('_', ' ')}.csv": text for name, text in files.items()}))
    return path


CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
BERT = "Bert,B,https://www.linkedin.com/in/bert,bert@example.org,Acme,Engineer,04 Dec 2025\n"
ZOE = "Zoe,Ek,https://www.linkedin.com/in/zoe,,Pumps,Boss,05 Dec 2025\n"


@pytest.mark.parametrize("era", ERAS)
def test_every_row_of_every_era_is_accounted_for(era: int, tmp_path: Path) -> None:
    """OPS-1: imported, merged, kept aside, skipped or failed with file, line and reason; twice changes nothing;
    undone, no trace is left of it."""
    owner = make_member("anna")
    path = tmp_path / "archive.zip"
    expected = write_archive(path, era=era, connections=60, messages=15, comments=25)
    before = digests()
    run = import_all(owner, path)
    assert run.state is State.DONE
    by_kind: Counter[str] = Counter()
    for file in run.files:
        assert sum(file.outcomes.values()) == file.taken
        if file.kind is not None:
            by_kind[file.kind.value] += file.taken
    assert by_kind == expected.rows + expected.empty
    assert run.outcomes[Outcome.FAILED] == 0
    assert ImportRow.objects.count() == run.done == run.total == sum(by_kind.values())
    assert Contact.objects.filter(owner_id=owner).count() > 40
    first = digests()
    again = import_all(owner, path)
    assert not changed(first, digests()) - OWN
    assert again.outcomes[Outcome.IMPORTED] == again.outcomes[Outcome.KEPT] == 0
    undo(owner, again)
    assert not changed(first, digests()) - {"jobs_job"}
    undo(owner, run)
    # a hashtag is a word that is nobody's, and the log tells what was followed for a while
    assert not changed(before, digests()) - {"jobs_job", "ties_hashtag", "changelog_change"}


def test_nothing_is_taken_in_before_it_is_chosen_and_only_what_is_chosen(tmp_path: Path) -> None:
    """OPS-1: a preview writes nothing of the file; a part left out stays out, and the report says so."""
    owner = make_member("anna")
    path = _archive(tmp_path / "a.zip", Connections=CONNECTIONS + ZOE, Skills="Name\nRust\n", Odd="x\n1\n")
    before = digests()
    run = bring(owner, path)
    assert run.state is State.PREVIEWED
    assert not changed(before, digests()) - OWN
    assert {kind.value: rows for kind, rows in queries.parts_of(run).items()} == {
        "skills": 1,
        "connections": 1,
    }
    for parts, code in (([], "no_part"), (["messages"], "unknown_part"), (["members"], "unknown_part")):
        with pytest.raises(Invalid) as refused:
            runs.confirm(owner=owner, run_id=run.id, parts=parts, now=START)
        assert refused.value.code == code
    done = take(owner, run, ["skills"])
    assert (Skill.objects.count(), Contact.objects.count()) == (1, 0)
    report = "".join(queries.report(Viewer(owner), done))
    assert "Connections.csv,,skipped,You left this part out." in report
    with pytest.raises(Refused):
        runs.confirm(owner=owner, run_id=run.id, parts=["connections"], now=START)


def test_who_is_here_is_offered_and_the_rest_is_remembered(tmp_path: Path) -> None:
    """OPS-1: members are offered by address or by the link they show; nobody is told, invited or followed."""
    owner, bert, zoe = make_member("anna"), make_member("bert"), make_member("zoe")
    entries.add_entry(
        owner_id=zoe, section=Section.LINKS, values={"url": "https://linkedin.com/in/Zoe/"}, now=START
    )
    path = _archive(
        tmp_path / "a.zip",
        Connections=CONNECTIONS
        + BERT
        + ZOE
        + "Una,No,https://www.linkedin.com/in/una,una@x.org,,,01 Jan 2020\n",
    )
    before = digests()
    run = import_all(owner, path)
    assert changed(before, digests()) - OWN == {"contacts_contact", "contacts_contactaddress"}
    rows = queries.rows_of(Viewer(owner), run.id, size=10).items
    assert [one.reason for one in rows] == ["found_here", "found_here", ""]
    shown, count = offers(Viewer(owner), size=10, limits=limits.current(), now=START)
    assert ([one.person.id for one in shown], count) == ([bert, zoe], 2)
    assert offers(Viewer(bert), size=10, limits=limits.current(), now=START) == ([], 0)


HIDDEN = {
    "keeps the address for themselves": lambda anna, bert: contact.set_contact_detail(
        owner_id=bert, kind=Detail.EMAIL, audience="only_me", now=START
    ),
    "blocked the importer": lambda anna, bert: removing.block(owner=bert, other=anna, now=START),
    "is blocked by the importer": lambda anna, bert: removing.block(owner=anna, other=bert, now=START),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("case", HIDDEN)
def test_who_is_not_found(case: str, when: str, tmp_path: Path) -> None:
    """OPS-1: whoever may not be found by an address is like somebody who is not here, in report and offers."""
    anna, bert = make_member("anna"), make_member("bert")
    if when == "before":
        HIDDEN[case](anna, bert)
    run = import_all(anna, _archive(tmp_path / "a.zip", Connections=CONNECTIONS + BERT))
    if when == "after":
        HIDDEN[case](anna, bert)
    else:
        assert not run.outcomes[Outcome.MERGED]
        assert ImportRow.objects.get().reason == ""
    assert offers(Viewer(anna), size=10, limits=limits.current(), now=START) == ([], 0)


def test_a_link_for_connections_alone_finds_nobody(tmp_path: Path) -> None:
    """OPS-1: a section that not every member sees gives nobody away; a link that two show proves nothing."""
    anna, bert, eve = make_member("anna"), make_member("bert"), make_member("eve")
    link = {"url": "https://www.linkedin.com/in/zoe"}
    entries.add_entry(owner_id=bert, section=Section.LINKS, values=link, now=START)
    facts.choose_audience(owner_id=bert, section=Section.LINKS, audience="connections")
    path = _archive(tmp_path / "a.zip", Connections=CONNECTIONS + ZOE)
    import_all(anna, path)
    assert Contact.objects.get(owner_id=anna).actor_id is None
    facts.choose_audience(owner_id=bert, section=Section.LINKS, audience="members")
    entries.add_entry(owner_id=eve, section=Section.LINKS, values=link, now=START)
    import_all(anna, path)
    assert Contact.objects.get(owner_id=anna).actor_id is None


PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers\n"
    'Anna,A,,Elm Road 1,"Mar 3, 1984",From elsewhere,About there,Water,,Cologne,,[COMPANY:https://acme.example],\n'
)
POSITIONS = (
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Acme,Engineer,Pumps,Cologne,Mar 2021,\n"
    "Initech,Clerk,Forms,Bonn,2015,Feb 2021\n"
)


def _own_profile(owner: int) -> None:
    facts.edit_facts(owner_id=owner, changes={"about": "About here"})
    entries.add_entry(
        owner_id=owner, section=Section.EXPERIENCE,
        values={"title": "engineer", "company": "ACME", "started": "2021-03", "location": "Here"}, now=START,
    )  # fmt: skip


@pytest.mark.parametrize("replace", [False, True])
def test_a_profile_is_filled_or_replaced(replace: bool, tmp_path: Path) -> None:
    """OPS-1: what stands stays unless the member says otherwise; entries of one key are one; undone, all is back."""
    owner = make_member("anna")
    _own_profile(owner)
    before = digests()
    run = bring(owner, _archive(tmp_path / "a.zip", Profile=PROFILE, Positions=POSITIONS))
    done = take(owner, run, replace=replace)
    profile = Profile.objects.get(pk=owner)
    assert (profile.about, profile.location) == ("About there" if replace else "About here", "Cologne")
    assert profile.actor.headline == "From elsewhere"
    assert profile.about_audience == "anyone"
    acme = Entry.objects.get(owner_id=owner, section="experience", started="2021-03")
    assert (acme.location, acme.description) == ("Cologne" if replace else "Here", "Pumps")
    assert Entry.objects.filter(owner_id=owner, section="experience").count() == 2
    assert Entry.objects.get(owner_id=owner, section="links").url == "https://acme.example"
    undo(owner, done)
    assert not changed(before, digests()) - {"jobs_job"}
    with pytest.raises(Absent):
        seen(owner, run.id)


def test_what_was_changed_since_stays_and_is_told(tmp_path: Path) -> None:
    """OPS-1: undoing takes nothing from what the member wrote afterwards, and says where that was."""
    owner = make_member("anna")
    run = import_all(owner, _archive(tmp_path / "a.zip", Profile=PROFILE, Positions=POSITIONS))
    facts.edit_facts(owner_id=owner, changes={"about": "My own words"})
    acme = Entry.objects.get(owner_id=owner, organization_name="Acme")
    entries.change_entry(
        owner_id=owner, section=Section.EXPERIENCE, entry_id=acme.pk, values={"title": "Chief"}, now=START
    )
    undo(owner, run)
    view = seen(owner, run.id)
    assert view.state is State.UNDONE
    assert view.left == (("positions", "Positions.csv", 2), ("profile", "Profile.csv", 2))
    profile = Profile.objects.get(pk=owner)
    assert (profile.about, profile.location, profile.actor.headline) == ("My own words", "", "")
    assert list(Entry.objects.filter(owner_id=owner).values_list("title", flat=True)) == ["Chief"]
    runs.discard(owner=owner, run_id=run.id)
    assert not ImportRun.objects.exists()


def test_notes_follows_and_companies_find_their_place(tmp_path: Path) -> None:
    """OPS-1, REL-18: notes go to the tie or the contact, ended follows to the contact of that name."""
    owner, bert = make_member("anna"), make_member("bert")
    choosing.keep_note(
        owner=owner, other=bert, note="Mine", how_met="", tags=["x"], rhythm_weeks=4, now=START
    )
    before = digests()
    path = _archive(
        tmp_path / "a.zip",
        Connections=CONNECTIONS + BERT + ZOE + "Sam,Twin,https://www.linkedin.com/in/s1,,A,,01 Jan 2020\n"
        "Sam,Twin,https://www.linkedin.com/in/s2,,B,,02 Jan 2020\n",
        Notes="Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On\n"
        "Bert,B,https://www.linkedin.com/in/bert,Likes tea,,\nZoe,Ek,,Likes jam,,\nNo,One,,Lost,,\n",
        Member_Follows="Date,Status,FullName\n2025-03-01 09:10:11,Unfollow,Zoe Ek\n"
        "2025-03-01 09:10:11,Mute,Sam Twin\n2025-03-01 09:10:11,Active,Zoe Ek\n",
        Company_Follows="Organization,Followed On\nNowhere,Sat Sep 05 08:12:14 UTC 2026\n",
        Invitations="From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        'Anna A,Sam Twin,"1/29/26, 2:37 PM",We met,OUTGOING,https://www.linkedin.com/in/anna,'
        "https://www.linkedin.com/in/s1\n",
    )
    run = import_all(owner, path)
    assert run.outcomes[Outcome.FAILED] == 0
    assert note_about(Viewer(owner), bert).note == "Mine\n\nLikes tea"
    zoe = Contact.objects.get(name="Zoe Ek")
    assert (zoe.note, zoe.follows) == ("Likes jam", False)
    assert Contact.objects.get(name="Sam Twin", connected_on="2020-01-01").note == "We met"
    (unclear,) = queries.unclear(Viewer(owner), run.id)
    assert [one[2] for one in unclear.among] == ["A", "B"]
    twin = unclear.among[1][0]
    runs.choose_name(owner=owner, run_id=run.id, number=unclear.number, contact_id=twin)
    assert not Contact.objects.get(pk=twin).follows
    assert queries.unclear(Viewer(owner), run.id) == []
    kept = Counter(KeptAside.objects.values_list("kind", flat=True))
    assert kept == {"notes": 1, "member_follows": 3, "company_follows": 1, "invitations": 1}
    undo(owner, run)
    assert not changed(before, digests()) - {"jobs_job"}


def test_a_position_that_was_imported_is_no_news(tmp_path: Path) -> None:
    """OPS-1, PRO-5: whoever shares new positions shares those they write down here, not what a file brings."""
    owner = make_member("anna")
    facts.choose_milestones(owner_id=owner, positions=True)
    today = clock.now()
    months = f"{today:%b %Y}"
    path = _archive(
        tmp_path / "a.zip",
        Positions=f"Company Name,Title,Description,Location,Started On,Finished On\nAcme,Boss,,,{months},\n",
    )
    run = import_all(owner, path)
    assert Entry.objects.get(owner_id=owner).started == f"{today:%Y-%m}"
    assert list(milestones.announced([owner], today.date())) == []
    undo(owner, run)
    entries.add_entry(
        owner_id=owner, section=Section.EXPERIENCE,
        values={"title": "Boss", "company": "Acme", "started": f"{today:%Y-%m}"}, now=today,
    )  # fmt: skip
    assert len(list(milestones.announced([owner], today.date()))) == 1


def test_companies_of_that_name_are_followed(cast: Any, tmp_path: Path) -> None:
    """OPS-1, REL-5: a company with a page of exactly that name is followed; undone, the follow is gone."""
    path = _archive(
        tmp_path / "a.zip",
        Company_Follows="Organization,Followed On\nACME Waterworks,Sat Sep 05 08:12:14 UTC 2026\n",
    )
    before = digests()
    run = import_all(cast.erin.id, path)
    assert ties.follows(cast.erin.id, cast.acme.id)
    undo(cast.erin.id, run)
    assert not changed(before, digests()) - {"jobs_job", "changelog_change"}
    following.follow(follower=cast.erin.id, followee=cast.acme.id, now=clock.now())
    assert import_all(cast.erin.id, path).outcomes[Outcome.MERGED] == 1


@pytest.mark.parametrize("chunk", [1, 7])
def test_stopped_anywhere_it_goes_on_from_there(chunk: int, tmp_path: Path, monkeypatch: Any) -> None:
    """OPS-1: stopped after every chunk, or overtaken by another worker, the result is the same; undoing likewise."""
    one, two = make_member("anna"), make_member("bert")
    path = tmp_path / "archive.zip"
    write_archive(path, era=2025, connections=30, messages=5, comments=5)
    whole = import_all(one, path)
    before = digests()
    monkeypatch.setattr(worker, "CHUNK", chunk)
    monkeypatch.setattr(undoing, "CHUNK", chunk)
    run = bring(two, path)
    parts = [kind.value for kind in queries.parts_of(run)]
    runs.confirm(owner=two, run_id=run.id, parts=parts, now=clock.now(), work=False)
    stale = ImportRun.objects.get(pk=run.id)
    turns = 0
    while worker.work(ImportRun.objects.get(pk=run.id), now=clock.now(), limits=limits.current(), seconds=0):
        assert not worker.work(stale, now=clock.now(), limits=limits.current(), seconds=0)
        turns += 1
    assert turns >= whole.done // chunk - len(parts)
    assert kept_of(one) == kept_of(two)
    assert seen(two, run.id).outcomes == whole.outcomes
    runs.undo(owner=two, run_id=run.id, now=clock.now(), work=False)
    while worker.work(ImportRun.objects.get(pk=run.id), now=clock.now(), limits=limits.current(), seconds=0):
        pass
    assert not changed(before, digests()) - {"jobs_job", "changelog_change"}


def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """OPS-1: a renamed PDF says what it is and what to do; nothing of it is left but that."""
    owner = make_member("anna")
    path = tmp_path / "archive.zip"
    path.write_bytes(b"%PDF-1.7 whatever")
    before = digests()
    run = bring(owner, path)
    assert (run.state, run.problem_code) == (State.FAILED, "archive_is_pdf")
    assert "PDF" in run.problem
    assert not changed(before, digests()) - OWN
    undo(owner, run)
    assert not ImportRun.objects.exists()


def test_how_much_and_how_often(tmp_path: Path) -> None:
    """OPS-1: too large leaves nothing; one import at a time; so many within a day."""
    owner = make_member("anna")
    chunks = [b"x" * 1024 * 1024] * 3
    settings_of_site.set_limit(name="import_megabytes", value="2", now=START)
    with pytest.raises(Invalid) as refused:
        runs.bring(owner=owner, chunks=chunks, file_name="a", now=START, limits=limits.current())
    assert (refused.value.status, refused.value.code) == (413, "file_too_large")
    with pytest.raises(Invalid):
        runs.bring(owner=owner, chunks=[], file_name="a", now=START, limits=limits.current())
    first = runs.bring(owner=owner, chunks=chunks[:1], file_name="a", now=START, limits=limits.current())
    with pytest.raises(Refused) as busy:
        runs.bring(owner=owner, chunks=chunks[:1], file_name="a", now=START, limits=limits.current())
    assert busy.value.code == "import_running"
    assert len(list((tmp_path / "data" / "imports").iterdir())) == 1
    settings_of_site.set_limit(name="imports_per_day", value="1", now=START)
    with pytest.raises(Refused) as often:
        runs.bring(owner=owner, chunks=chunks[:1], file_name="a", now=START, limits=limits.current())
    assert often.value.code == "imports_per_day"
    assert ImportRun.objects.get().pk == first


def test_an_import_that_never_gets_on_is_given_up(tmp_path: Path) -> None:
    """OPS-1: tried so often from one place, it fails with a sentence instead of being tried for ever."""
    owner = make_member("anna")
    run = bring(owner, _archive(tmp_path / "a.zip", Skills="Name\nRust\n"))
    runs.confirm(owner=owner, run_id=run.id, parts=["skills"], now=START, work=False)
    ImportRun.objects.filter(pk=run.id).update(stalls=5)
    worker.work(ImportRun.objects.get(pk=run.id), now=START, limits=limits.current())
    assert seen(owner, run.id).problem_code == "stalled"
    undo(owner, seen(owner, run.id))
    assert not ImportRun.objects.exists()


def test_without_contact_books_only_members_are_remembered(tmp_path: Path) -> None:
    """OPS-1: compare and forget: the offer stays, and no name, address or company of anybody."""
    owner, bert = make_member("anna"), make_member("bert")
    settings_of_site.set_limit(name="contact_book", value="off", now=START)
    path = _archive(tmp_path / "a.zip", Connections=CONNECTIONS + BERT + ZOE)
    before = digests()
    run = import_all(owner, path)
    (row,) = Contact.objects.all()
    assert (row.actor_id, row.name, row.slug, row.company) == (bert, "", "", "")
    assert not ContactAddress.objects.exists()
    assert [one.reason for one in queries.rows_of(Viewer(owner), run.id, size=9).items] == [
        "found_here",
        "not_here",
    ]
    assert import_all(owner, path).outcomes[Outcome.MERGED] == 1
    undo(owner, run)
    assert changed(before, digests()) <= OWN


def test_a_full_book_takes_no_more(tmp_path: Path) -> None:
    """OPS-1: the limit of a book holds; who stands in it already is still recognised."""
    owner = make_member("anna")
    settings_of_site.set_limit(name="contact_limit", value="1", now=START)
    run = import_all(owner, _archive(tmp_path / "a.zip", Connections=CONNECTIONS + BERT + ZOE + BERT))
    reasons = [(one.outcome, one.reason) for one in queries.rows_of(Viewer(owner), run.id, size=9).items]
    assert reasons == [("imported", ""), ("skipped", "book_full"), ("merged", "known")]


def test_reports_defuse_formulas_and_are_the_owners_alone(tmp_path: Path) -> None:
    """OPS-1, quality 4: no cell of a report begins a formula; a stranger's import is absent."""
    owner, other = make_member("anna"), make_member("bert")
    path = _archive(
        tmp_path / "a.zip", Skills="Name\nRust\n", Positions=POSITIONS + '=CMD(),=1,,,bad date,\n"=odd,x\n'
    )
    run = import_all(owner, path)
    report = "".join(queries.report(Viewer(owner), run))
    assert report.count("\r\n") == run.done + 1
    assert "imported,Taken without: Started On." in report
    assert "failed,The quotation marks of this row do not match." in report
    assert "\n=" not in report
    assert ",=" not in report
    with pytest.raises(Absent):
        seen(other, run.id)
    assert queries.runs_of(Viewer(other), limits.current()) == []
    assert queries.rows_of(Viewer(other), run.id).items == []
    with pytest.raises(Absent):
        runs.undo(owner=other, run_id=run.id, now=START)
    with pytest.raises(Absent):
        runs.confirm(owner=other, run_id=run.id, parts=["skills"], now=START)


def test_address_books_and_resumes_come_the_same_way(tmp_path: Path) -> None:
    """OPS-1: vCard and JSON Resume: preview, choice, report and undo as for an archive."""
    owner, bert = make_member("anna"), make_member("bert")
    before = digests()
    cards = tmp_path / "book.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Bert B\nEMAIL:bert@example.org\nORG:Acme\nNOTE:Old friend\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Ek\nEMAIL:zoe@x.org\nEMAIL:zoe@y.org\nEND:VCARD\n"
    )
    book = import_all(owner, cards)
    assert (book.source.value, book.outcomes[Outcome.IMPORTED]) == ("vcard", 2)
    assert Contact.objects.get(actor_id=bert).note == "Old friend"
    assert ContactAddress.objects.count() == 3
    resume = tmp_path / "resume.json"
    resume.write_text(
        '{"basics": {"label": "Engineer", "summary": "Pumps"}, "work": [{"name": "Acme", "position": "Engineer",'
        ' "startDate": "2021-03-01"}, {"name": 3}], "skills": [{"name": "Rust"}], "awards": [{}]}'
    )
    done = import_all(owner, resume)
    assert done.source.value == "json_resume"
    assert (done.outcomes[Outcome.IMPORTED], done.outcomes[Outcome.FAILED]) == (3, 1)
    assert Entry.objects.get(owner_id=owner).started == "2021-03"
    undo(owner, done)
    undo(owner, book)
    assert not changed(before, digests()) - {"jobs_job"}


def test_reports_retire_and_what_was_brought_stays(tmp_path: Path, clock: Any) -> None:
    """OPS-1: after so many days report and file go; contacts and what is kept aside stay."""
    owner = make_member("anna")
    run = import_all(
        owner,
        _archive(
            tmp_path / "a.zip",
            Connections=CONNECTIONS + ZOE,
            Comments="Date,Link,Message\n2026-01-05 10:00:00,https://x.example,Hi\n",
        ),
    )
    assert run.done == 2
    clock.forward(days=31)
    assert runs.retire_old(now=clock.now, limits=limits.current()) == 1
    assert not ImportRow.objects.exists()
    assert (Contact.objects.count(), KeptAside.objects.count(), ImportRun.objects.count()) == (1, 1, 0)
    runs.forget_member(owner=owner)
    assert not KeptAside.objects.exists()


def test_who_joins_later_is_found_by_their_verified_address(tmp_path: Path) -> None:
    """OPS-1: joining with an address of somebody's book offers the two to each other, once."""
    anna = make_member("anna")
    import_all(anna, _archive(tmp_path / "a.zip", Connections=CONNECTIONS + BERT))
    from_books = offers(Viewer(anna), size=5, limits=limits.current(), now=START)
    assert from_books == ([], 0)
    bert = _join("bert")
    ((mine,), _) = offers(Viewer(anna), size=5, limits=limits.current(), now=START)
    ((theirs,), _) = offers(Viewer(bert), size=5, limits=limits.current(), now=START)
    assert (mine.person.id, mine.knows_you, mine.company) == (bert, False, "Acme")
    assert (theirs.person.id, theirs.knows_you, theirs.company, theirs.name) == (anna, True, "", "")
    removing.block(owner=anna, other=bert, now=START)
    assert offers(Viewer(bert), size=5, limits=limits.current(), now=START) == ([], 0)


def _join(handle: str) -> int:
    account = accounts.create_member(
        handle=handle, email=f"{handle}@example.org", name=handle.title(), password=None, now=START,
        limits=limits.current(),
    )  # fmt: skip
    jobs.run_due()
    assert account.actor_id is not None
    return account.actor_id


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", [Verb.CONFIRM, Verb.UNDO, Verb.DISCARD])
def test_every_state_by_every_step(state: State, verb: Verb) -> None:
    """OPS-1: what the table does not have is refused, and nothing changes."""
    owner = make_member("anna")
    runs.make(
        owner=owner,
        run_id=ids.new(),
        source=Source.LINKEDIN,
        file_name="a",
        size=1,
        now=START,
        work=False,
    )
    files = [
        {"name": "S", "state": "read", "kind": "skills", "rows": 1, "size": 1, "reason": "", "remarks": []}
    ]
    ImportRun.objects.update(state=state.value, files=files)
    run = ImportRun.objects.get()
    acts: dict[Verb, Any] = {
        Verb.CONFIRM: lambda: runs.confirm(owner=owner, run_id=run.pk, parts=["skills"], now=START),
        Verb.UNDO: lambda: runs.undo(owner=owner, run_id=run.pk, now=START),
        Verb.DISCARD: lambda: runs.discard(owner=owner, run_id=run.pk),
    }
    if (state, verb) in STEPS:
        acts[verb]()
        to = STEPS[state, verb]
        assert [State(one) for one in ImportRun.objects.values_list("state", flat=True)] == (
            [to] if to else []
        )
    else:
        with pytest.raises(Refused):
            acts[verb]()
        run.refresh_from_db()
        assert run.state == state.value
