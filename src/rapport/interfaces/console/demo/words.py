"""What the people of the demo say about themselves and write to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Circle:
    """People with one subject: what they do, where, and what they think of it."""

    name: str
    roles: tuple[str, ...]
    companies: tuple[str, ...]
    quips: tuple[str, ...]


CIRCLES: tuple[Circle, ...] = (
    Circle(
        "rivers",
        ("River engineer", "Fish ecologist", "Restoration planner", "Sediment geologist", "Weir inspector"),
        ("Confluencia", "Flussbau Oder", "Free Rivers Trust", "the Shannon Catchment Office"),
        (
            "I move weirs out of the way of fish.",
            "Salmon do not read permits.",
            "Meanders are not mistakes.",
            "Gravel is my love language.",
            "Ask me about eels, but bring time.",
            "The river was here first and behaves like it.",
        ),
    ),
    Circle(
        "groundwater",
        ("Hydrogeologist", "Groundwater modeller", "Tracer chemist", "Well driller", "Spring keeper"),
        ("Nordwasser", "Kansai Water Research Institute", "the Chad Basin Survey", "Aquifer Commons"),
        (
            "I ask aquifers where they have been.",
            "My best work is invisible and forty years late.",
            "Slow water, slow mail.",
            "Every well is a conversation.",
            "I once dated a glass of water: eleven thousand years.",
        ),
    ),
    Circle(
        "floods",
        (
            "Flood forecaster",
            "Numerical modeller",
            "Gauge technician",
            "Early warning lead",
            "Flood historian",
        ),
        ("the Volta Gauge Network", "Delft Flood Days", "Open Flood Solver", "the Mekong River Office"),
        (
            "Right on Tuesday, humble on Wednesday.",
            "My phone rings when it rains.",
            "Maintainer of a solver that is mostly boundary conditions.",
            "A forecast is a promise with error bars.",
            "I read gauges the way others read horoscopes, with better skill scores.",
        ),
    ),
    Circle(
        "dams",
        (
            "Dam safety inspector",
            "Structural engineer",
            "Spillway designer",
            "Reservoir operator",
            "Concrete chemist",
        ),
        (
            "Thessaloniki Dams",
            "Hidroeléctrica del Sur",
            "the Inspectorate of Large Structures",
            "Acme Waterworks",
        ),
        (
            "I listen to concrete for a living.",
            "My grandmother drew the freeboard. She got it right.",
            "Nothing happens, and that is the job.",
            "Cracks have opinions; I take minutes.",
            "Retired twice, unsuccessfully.",
        ),
    ),
    Circle(
        "towns",
        (
            "Drainage planner",
            "Sewer archaeologist",
            "Water utility manager",
            "Leak detective",
            "Rain garden builder",
        ),
        (
            "Stadtentwässerung Lindenhof",
            "Lagos Water Corporation",
            "Hidrourbana",
            "Municipal Works of Utrecht",
        ),
        (
            "Streets are rivers that forgot.",
            "I know what your grandparents flushed.",
            "Explaining uncertainty to mayors.",
            "Forty per cent of the water we lost was a rounding error. The rest was under the bakery.",
            "Everything I build works best unseen.",
        ),
    ),
    Circle(
        "law",
        ("Water lawyer", "Treaty negotiator", "Policy analyst", "Ombudsperson for rivers", "Basin secretary"),
        (
            "the Commission for Shared Waters",
            "Ministry of Peat and Rivers",
            "Riparian Chambers",
            "Court of Basins",
        ),
        (
            "I argue about downstream.",
            "Two datums, no documentation, one treaty.",
            "Borders are dry; rivers did not sign.",
            "Footnotes are where the water rights live.",
            "I am persuading a ministry that water in peat counts as water.",
        ),
    ),
    Circle(
        "fields",
        ("Irrigation adviser", "Cooperative secretary", "Soil physicist", "Rice farmer", "Canal warden"),
        ("Comunitat de Regants", "the Mekong Delta Cooperative", "Punjab Canal Office", "Terra Seca"),
        (
            "Shared pumps, separate opinions.",
            "Crop per drop, and the drop per meeting.",
            "I have three hundred holes and a theory.",
            "The canal opens at five. So do I.",
            "Mangoes are a unit of currency here.",
        ),
    ),
    Circle(
        "skies",
        (
            "Remote sensing scientist",
            "Snow hydrologist",
            "Data engineer",
            "Cartographer",
            "Satellite sceptic",
        ),
        ("Jordan Uplands Observatory", "Snowline Labs", "Open Basin Maps", "the Institute for Slow Data"),
        (
            "I stopped trusting the satellite and started digging.",
            "Pixels are not puddles.",
            "My maps fold.",
            "Snow is just patient water.",
            "Ground truth, occasionally both.",
        ),
    ),
)

LONG_HEADLINES = (
    "Professor emerita of hydrogeology; chair, working group on transboundary aquifers; answers letters by hand",
    "Head of section IV b (Small Structures, Culverts, Miscellaneous Crossings); the last are the interesting part",
)

HEADLINES_ELSEWHERE = (
    "استشعار رطوبة التربة · عمّان",
    "地下水の流れを追っています",
    "하천 복원, 그리고 산책",
    "Гидролог. Пишу длинно, отвечаю коротко",
    "Kỹ sư thuỷ lợi đồng bằng sông Cửu Long",
    "Οι χάρτες και οι πλημμύρες",
    "水利工程师，业余钓鱼，从未钓到",
    "מהנדסת ניקוז; מחכה לגשם",
)
"""Headlines in other languages; they go to anyone, since people live everywhere."""

NOTES: dict[str, tuple[str, ...]] = {
    "worked_together": (
        "We shared an office and a kettle for two years. I kept the kettle.",
        "You reviewed my first report. I have recovered. May I return the favour?",
        "We ran the night shift in the flood of 2023. I still owe you a pair of boots.",
        "",
    ),
    "studied_together": (
        "Same seminar, opposite opinions. I have come round.",
        "You lent me your notes on tracer tests. They were better than the lecture.",
        "Third row, left, always asking about units. That was me.",
        "",
    ),
    "met_at_event": (
        "We talked by the coffee in Delft, about whose flood it is when the river crosses a border.",
        "You asked the one question at my talk that I could not answer. I can now.",
        "We shared a panel and a taxi. The taxi was the better discussion.",
        "",
        "",
    ),
    "mutual_connection": (
        "Siobhán says we should have met years ago, and she is seldom wrong.",
        "We keep citing each other. It seemed time to say hello.",
        "",
    ),
    "shared_group": ("We both answered the same question about datums, in opposite ways.", "", ""),
    "client_or_supplier": (
        "We deliver your gauges. I thought you might like a face to complain to.",
        "You bought the pumps I drew. Are they behaving?",
        "",
    ),
    "other": (
        "Your letter to the editor made me laugh on a train. I would like to read the next one sooner.",
        "",
        "",
    ),
}

QUESTIONS = (
    "Hello, I am sorry, I cannot place us. Where did we meet?",
    "Thank you for writing. Which of the projects was it?",
    "Happy to hear from you. What would you like to talk about?",
)
ANSWERS = (
    "My mistake: I ticked the wrong box. You examined my diploma in 2023, the one about shared pumps.",
    "The reservoir at Sodupe. I was the one with the broken umbrella.",
    "About your soil moisture series, the one that disagrees with the satellite. I think the series is right.",
)
PITCHES = (
    "Quick question: are you the right person for growth at your organisation?",
    "I help water founders scale to eight figures. Fifteen minutes next week?",
    "Loved your profile. Let us unlock synergies in the hydro space.",
    "We should connect. Everyone in your space is already talking to us.",
    "Circling back on my previous note. Did you see it?",
    "Your competitors have already booked their free audit.",
)
LINES = (
    "If we have met, say where. If not, tell me about your river.",
    "I connect with people I have worked with or argued with.",
    "A line about your work is enough.",
    "Colleagues, students of mine, and anyone who has measured anything.",
    "Please follow first; I write there, and answer there.",
)
PRIVATE_NOTES = (
    "Promised to send the storage plots from 2021. Likes the embarrassing one best.",
    "Knows everybody at the ministry. Never call before ten.",
    "Working on the weir again; ask how the salmon are.",
    "Met in Rotterdam, talked until they closed the bar. Wants to write the chapter together.",
    "Allergic to the word stakeholder.",
)
HOW_MET = (
    "Delft Flood Days 2025",
    "Night train to Bilbao",
    "The seminar on slow water",
    "Same office, Nordwasser",
)
TAGS = ("Delft", "reviewer", "old friends", "peat", "good questions", "owes me a boot", "chapter")

SUBJECTS = (
    "Hydrology", "Economics", "Biology", "History of science", "Public health", "Biomedical engineering", "Writing",
    "Neuroscience", "International studies", "Mathematics", "Physics", "Political science", "English", "Psychology",
    "Materials science", "Chemistry", "Philosophy", "Civil engineering", "Anthropology", "Classics", "Film",
    "Computer science", "Earth sciences", "Mechanical engineering", "Romance languages", "Cognitive science",
    "Environmental engineering", "Sociology", "Art history", "Statistics", "Music theory", "Near Eastern studies",
)  # fmt: skip
HOUSES = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ironwood", "Juniper", "Larch", "Maple",
    "Oak", "Poplar", "Quince", "Rowan", "Spruce", "Tamarind", "Willow", "Yew",
)  # fmt: skip
TOWNS = (
    "Lindenhof", "Ashgrove", "Bellwater", "Carrick", "Dunmore", "Eastmere", "Fairhaven", "Greystones", "Highbridge",
    "Inverlea", "Jasper Falls", "Kilmore", "Lowell", "Marlow", "Northwick", "Oakham", "Penrith", "Quarry Hill",
    "Ravensford", "Stillwater", "Thornbury", "Upton", "Vale", "Westerleigh",
)  # fmt: skip
AFTERWARDS = (
    "now at {company}",
    "then {company}, by accident",
    "{company}, third floor",
    "teaching at {town} School",
    "between two things in {town}",
    "writing it all down in {town}",
)
