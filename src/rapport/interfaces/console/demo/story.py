"""What happens around alice, whose login the demo hands out: letters of every kind, friends, followers, notes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.interfaces.console.demo import words
from rapport.interfaces.console.demo.stage import Diary

HERO = "alice"


@dataclass(frozen=True)
class Character:
    """Somebody with a part to play."""

    handle: str
    name: str
    headline: str


FRIENDS = (
    Character(
        "siobhan", "Siobhán Ó Raghallaigh", "Catchment manager for the Upper Shannon; writes about peat"
    ),
    Character(
        "tomas",
        "Tomás Echeverría-Uribarri",
        "River engineer at Confluencia, Bilbao. I move weirs out of the way of fish.",
    ),
    Character("kwame", "Kwame Asante-Boateng", "Runs the gauge network for the Volta basin"),
    Character("olga", "Ольга Воскресенская", "Архив карт и паводков, Лена"),
    Character("minh_khai", "Nguyễn Thị Minh Khai", "Mekong delta planner"),
    Character("teodor", "Teodor Bălănescu", "Numerical methods; maintainer of an open flood solver"),
    Character("jonas", "Jonas Weiß", "Couples river models to aquifer models, at Nordwasser, Hamburg"),
)

WRITERS = (
    Character("adaeze", "Adaeze Okonkwo", "Programme lead, Cities and Water, Lagos"),
    Character("lucia", "Lucía Ferrer i Puig", "Irrigation cooperatives in the Ebro"),
    Character(
        "wilhelmina",
        "Wilhelmina Oluwaseun Featherstonehaugh-Nakamura",
        "Professor emerita of hydrogeology and chair of the working group on transboundary aquifers, International "
        "Association of Very Slow Water",
    ),
    Character("rania", "رانيا الخطيب", "استشعار رطوبة التربة عن بُعد · عمّان"),
    Character(
        "haruka",
        "小林 はるか",
        "Groundwater modeller at the Kansai Water Research Institute. I ask aquifers where they have been.",
    ),
)
"""People at the 2nd degree who have written to alice and wait for an answer."""

STRANGERS = (
    Character("dax", "Dax Marsh", "Growth partner for water tech founders"),
    Character("brid", "Bríd Nic Dhonnchadha", "Monitoring wells, monitored"),
)
"""People out of alice's network who have written too; they wait in the filtered tray."""

ASKED = (
    Character("priya", "Priya Raghunathan", "Forecasts on Tuesdays, apologies on Wednesdays"),
    Character("alexandros", "Αλέξανδρος Παπακωνσταντίνου", "Dam safety inspector, Thessaloniki"),
    Character("kaiulani", "Kaʻiulani Keliihananui", "Watershed steward; the tide is part of the plan"),
    Character("yonatan", "יונתן מזרחי", "מהנדס ניקוז; מחכה לגשם"),
    Character(
        "grainne", "Gráinne Mac Giolla Phádraig", "Turns flood claims into prose that insurers understand"
    ),
    Character("thanakorn", "ธนกร ทองดี", "Canal warden. The canal opens at five. So do I."),
)
"""People whom alice has asked: some wait, one declined, one suggested a follow, one said nothing."""

EVERYBODY = (*FRIENDS, *WRITERS, *STRANGERS, *ASKED)


class Story:
    """Writes the part of alice into a diary, among people of whom `joined` tells since when they are here."""

    def __init__(
        self, diary: Diary, chance: random.Random, now: datetime, joined: Mapping[str, datetime], address: str
    ) -> None:
        """The characters join two years before `now`; everybody else comes by steps of their own.

        `address` is the email address of alice, which somebody restricted has to know.
        """
        self._address = address
        self._diary, self._chance, self._now = diary, chance, now
        self.joined = dict(joined)
        self._tied: set[frozenset[str]] = set()
        for number, one in enumerate(EVERYBODY):
            self.joined[one.handle] = now - timedelta(days=720 - number, hours=number)
            diary.add(
                self.joined[one.handle], "join", handle=one.handle, name=one.name, headline=one.headline
            )

    def _ago(self, days: float) -> datetime:
        return self._now - timedelta(days=days)

    def _together(self, one: str, two: str, *, latest: float = 20) -> None:
        """`one` invites, `two` accepts, at some time up to `latest` days ago; once for a pair."""
        if frozenset((one, two)) in self._tied:
            return
        self._tied.add(frozenset((one, two)))
        start = max(self.joined.get(one, self._ago(720)), self.joined.get(two, self._ago(720)))
        span = max(self._ago(latest) - start, timedelta(hours=1))
        sent = start + span * self._chance.random()
        context = self._chance.choice(list(words.NOTES))
        self._diary.add(sent, "invite", sender=one, recipient=two, context=context)
        accepted = sent + min(timedelta(hours=self._chance.uniform(0.2, 70)), (self._now - sent) / 2)
        self._diary.add(accepted, "answer", sender=one, recipient=two, verb="accept")

    def tell(self, friends: Sequence[str], followers: Sequence[str], requesters: Sequence[str]) -> None:
        """Alice is connected to `friends`, followed by `followers`, and `requesters` ask to follow her."""
        self._friendships(friends)
        self._front_door(followers, requesters)
        self._received(friends)
        self._sent(friends)
        self._keepsakes(friends)

    def _friendships(self, friends: Sequence[str]) -> None:
        for ago, one in zip((0.2, 1.4, 2.6), friends, strict=False):
            self._tied.add(frozenset((HERO, one)))
            ends = {"sender": HERO, "recipient": one}
            self._diary.add(self._ago(ago + 3), "invite", context="worked_together", **ends)
            self._diary.add(self._ago(ago), "answer", verb="accept", **ends)
        for one in [*(who.handle for who in FRIENDS), *friends]:
            first, second = (one, HERO) if self._chance.random() < 0.6 else (HERO, one)
            self._together(first, second, latest=25)
        names = [one.handle for one in FRIENDS]
        for one, two in zip(names, [*names[1:], names[0]], strict=True):
            self._together(one, two)
        for one in names:
            for other in self._chance.sample(list(friends), min(6, len(friends))):
                self._together(one, other)

    def _front_door(self, followers: Sequence[str], requesters: Sequence[str]) -> None:
        for number, one in enumerate(followers):
            at = (
                max(self.joined[one], self._ago(600))
                + (self._ago(23) - max(self.joined[one], self._ago(600))) * self._chance.random()
            )
            if at < self._ago(22.5):
                self._diary.add(at, "follow", follower=one, followee=HERO, private=number % 11 == 0)
        self._diary.add(
            self._ago(22),
            "choose",
            handle=HERO,
            changes={
                "follow_policy": "on_request",
                "invitation_policy": "second_degree",
                "connection_policy": "people_i_know",
                "connection_line": words.LINES[0],
                "follower_list": "members",
            },
        )
        for number, one in enumerate(requesters):
            self._diary.add(self._ago(1.5 + number * 2), "follow", follower=one, followee=HERO)
        for one in ("haruka", "priya", "rania"):
            self._diary.add(self._ago(40), "follow", follower=HERO, followee=one)

    def _received(self, friends: Sequence[str]) -> None:
        for writer in WRITERS:
            near = [*(one.handle for one in FRIENDS), *friends]
            for friend in self._chance.sample(near, min(5, len(near))):
                self._together(writer.handle, friend)
        letter = self._letter_to_hero
        letter(
            "adaeze", 1.2, "met_at_event",
            "We shared a panel in Delft in June, on whose flood it is when the river crosses a border. I never did "
            "send you those slides. I would like to, and to ask how the archive is getting on.",
        )  # fmt: skip
        letter("lucia", 4, "studied_together", "")
        ends = {"sender": "lucia", "recipient": HERO}
        self._diary.add(self._ago(3.4), "say", author=HERO, words=words.QUESTIONS[0], **ends)
        self._diary.add(self._ago(2.9), "say", author="lucia", words=words.ANSWERS[0], **ends)
        letter("wilhelmina", 9, "shared_group", "")
        letter(
            "rania",
            2.2,
            "mutual_connection",
            "قرأتُ عملك عن سجلات الأنهار، وأودّ أن أسألك عن قياسات ١٩٢١. شكرًا لك.",
        )
        letter("haruka", 16, "other", "古い水位記録を探しています。お手紙を書いてもよいでしょうか。")
        self._diary.add(self._ago(0.6), "answer", sender="haruka", recipient=HERO, verb="remind")
        letter("dax", 6, "other", words.PITCHES[1], self._address)
        letter(
            "brid",
            5,
            "mutual_connection",
            "Siobhán says you know where the well records of 1954 went. I have tea.",
        )

    def _letter_to_hero(self, sender: str, days_ago: float, context: str, note: str, email: str = "") -> None:
        ends = {"sender": sender, "recipient": HERO}
        self._diary.add(self._ago(days_ago), "invite", context=context, note=note, email=email, **ends)

    def _sent(self, friends: Sequence[str]) -> None:
        notes = (
            "Your forecast was wrong in the most instructive way I have seen. May I quote it?",
            "",
            "",
            "",
            "",
            "",
        )
        days = (3.0, 33.0, 6.5, 12.0, 20.0, 5.0)
        for one, ago, note in zip(ASKED, days, notes, strict=True):
            for friend in self._chance.sample(list(friends), min(3, len(friends))):
                self._together(one.handle, friend)
            self._diary.add(
                self._ago(ago),
                "invite",
                sender=HERO,
                recipient=one.handle,
                context="mutual_connection",
                note=note,
            )
        asked = {"sender": HERO}
        add = self._diary.add
        add(self._ago(18), "answer", recipient="alexandros", verb="remind", **asked)
        add(self._ago(5.5), "answer", recipient="kaiulani", verb="decline", reason="not_now", **asked)
        add(self._ago(10), "answer", recipient="yonatan", verb="suggest_follow", **asked)
        add(self._ago(19), "answer", recipient="grainne", verb="ignore", **asked)
        add(
            self._ago(4.2),
            "say",
            recipient="thanakorn",
            author="thanakorn",
            words=words.QUESTIONS[2],
            **asked,
        )

    def _keepsakes(self, friends: Sequence[str]) -> None:
        rhythms = (4, 12, 1, None, 26, 2, None)
        kept = [one.handle for one in FRIENDS] + list(friends[:6])
        for number, other in enumerate(kept):
            self._diary.add(
                self._ago(0.4),
                "keep",
                owner=HERO,
                other=other,
                note=words.PRIVATE_NOTES[number % len(words.PRIVATE_NOTES)] if number < len(FRIENDS) else "",
                how_met=words.HOW_MET[number % len(words.HOW_MET)] if number % 3 else "",
                tags=(words.TAGS[number % len(words.TAGS)],),
                rhythm_weeks=rhythms[number % len(rhythms)],
            )

    def pitch(self, victims: Sequence[str]) -> None:
        """Dax Marsh writes to `victims`, five of whom do not know him; from then on he is restricted (REL-12)."""
        for number, one in enumerate(victims):
            at = self._ago(30 - number)
            self._diary.add(
                at, "invite", sender="dax", recipient=one, context="other", note=words.PITCHES[number % 6]
            )
            if number % 2 == 0:
                self._diary.add(
                    at + timedelta(hours=5), "answer", sender="dax", recipient=one, verb="dont_know"
                )
