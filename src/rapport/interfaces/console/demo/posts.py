"""What the characters of the demo have said these last days: long and short, to everybody, to some, to a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.posts.actions import changing, publishing
from rapport.content.posts.rules.forms import Form
from rapport.interfaces.console.demo import talk
from rapport.kernel.limits.rules import Limits
from rapport.people.audience import Viewer


@dataclass(frozen=True)
class Line:
    """One post of a character; `passes_on` is the place of another in the list, whose post it passes on."""

    hours_ago: float
    by: str
    words: str
    audience: str = "anyone"
    title: str = ""
    group: str = ""
    company: str = ""
    passes_on: int | None = None


LINES = (
    Line(
        1,
        "tomas",
        "We took the last weir out of the Lea on Thursday. By Saturday the first salmon in ninety-one "
        "years was lying in "
        "the pool above it, looking thoroughly unimpressed with us.\n\nSediment figures for those who "
        "asked: @teodor has "
        "them, and they are better than any of us hoped. #rivers #weirs",
    ),
    Line(
        3,
        "rania",
        "اختبرنا اليوم حسّاسات رطوبة التربة في وادي الأردن بعد ثلاث سنوات من التشغيل: ما زال سبعة من كل "
        "عشرة يعمل. #تربة",
    ),
    Line(7, "kwame", "Our two gauges at Akosombo went quiet in the storm. If anyone has a spare "
        "pressure sensor within a "
         "day’s drive, I will bring it back with a crate of mangoes.", "connections"),
    Line(
        11,
        "wilhelmina",
        "For a chapter on shared aquifers: what stopped your last cross-border data exchange? Answer "
        "here or by letter. "
        "#groundwater",
    ),
    Line(20, "olga", "Сканирую паводковые карты 1911 года. Кто-то пил над ними чай, и по следам видно, где именно "
         "было весело. #archives"),
    Line(
        27,
        "jonas",
        "An aquifer model is a letter to somebody who will not answer for forty years. It had better be legible. "
        "#groundwater",
    ),
    Line(
        31,
        "teodor",
        "## What changed\n\nThe solver now keeps **mass** to the last bit, on every mesh we could find. "
        "It is 4 % slower, and "
        "nobody who has had to explain a lost cubic metre to a mayor will mind.\n\n> A flood does not round.\n\n"
        "- The wetting front is treated implicitly.\n- Dry cells cost nothing any more.\n- Everything "
        "is in the notes, with "
        "the tests that failed first.\n\nThanks to @tomas for the meshes nobody else would send.",
        title="Why our flood solver got slower, and why that is good news",
    ),
    Line(44, "siobhan", "Peat remembers every ditch anybody ever cut. Today we closed the four hundredth. #peat"),
    Line(70, "siobhan", "Whoever works with old dams: read this.", passes_on=9),
    Line(72, "alexandros", "Inspected a spillway today whose drawings were signed by my grandmother. She got the "
         "freeboard right."),
    Line(75, "haruka", "井戸の水位が三十年ぶりに戻りました。地下水は急がない。 #groundwater"),
    Line(90, "minh_khai", "Three provinces, one salinity table, published every morning at six. It took "
        "eleven years of "
         "meetings and one very patient translator. #delta #opendata"),
    Line(100, "bob", "The winter volume is at the printer. If you were promised a footnote, it is in there.",
         company="acme"),
    Line(120, "alice", "Question for those who keep paper: how do you store maps that are larger than your doors? "
         "#archives", group="archive_keepers"),
    Line(130, "priya", "Forecast verification, week 46: the model was right about the rain and wrong "
        "about where people "
         "keep their cars. #forecasting"),
    Line(150, "alice", "The river archive is open again on Tuesdays. Bring gloves, questions, and "
        "patience. #archives"),
)  # fmt: skip
"""In the order in which they stand in a feed, the newest first."""


def write(ids: Mapping[str, int], *, now: datetime, limits: Limits) -> None:
    """Publish them by the real actions, the oldest first; who is not here says nothing."""
    made: dict[int, int] = {}
    for place, line in sorted(enumerate(LINES), key=lambda one: -one[1].hours_ago):
        if line.by not in ids or (line.group and line.group not in ids):
            continue
        viewer, at = Viewer(ids[line.by]), now - timedelta(hours=line.hours_ago)
        if line.passes_on is not None:
            made[place], _ = publishing.repost(
                by=viewer, post_id=made[line.passes_on], words=line.words, now=at, limits=limits
            )
            continue
        made[place] = publishing.publish(
            by=viewer,
            words=line.words,
            audience=line.audience,
            form=Form.ARTICLE if line.title else Form.POST,
            title=line.title,
            company=line.company,
            group=line.group,
            now=at,
            limits=limits,
        )
    _mend(ids, made, now, limits)
    talk.write(ids, made, now=now, limits=limits)


def _mend(ids: Mapping[str, int], made: Mapping[int, int], now: datetime, limits: Limits) -> None:
    """Somebody has changed what they said."""
    place = len(LINES) - 1
    words = LINES[place].words.replace("Tuesdays", "Tuesdays and Fridays")
    changing.edit(
        by=Viewer(ids[LINES[place].by]),
        post_id=made[place],
        words=words,
        now=now - timedelta(hours=140),
        limits=limits,
    )
