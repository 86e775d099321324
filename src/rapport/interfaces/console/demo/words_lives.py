"""What the lives of the demo are made of: schools, skills, sentences, languages."""

from __future__ import annotations

from collections.abc import Mapping

SKILLS: Mapping[str, tuple[str, ...]] = {
    "rivers": ("River restoration", "Fish passage", "Sediment transport", "Permits", "Waders, mending of"),
    "groundwater": ("Tracer tests", "MODFLOW", "Isotope dating", "Well logging", "Patience"),
    "floods": ("Flood forecasting", "HEC-RAS", "Numerical modelling", "Early warning", "Gauging"),
    "dams": ("Dam safety", "Spillways", "Concrete", "Risk analysis", "Reading cracks"),
    "towns": ("Sewer networks", "Leak detection", "Rain gardens", "Asset management", "EPANET"),
    "law": ("Water law", "Treaty drafting", "Mediation", "Public hearings", "Footnotes"),
    "fields": ("Irrigation", "Soil physics", "Cooperatives", "Drip lines", "Rice"),
    "skies": ("Remote sensing", "Python", "Cartography", "Snow surveys", "GIS"),
}
GENERAL = (
    "Project management", "Writing", "Teaching", "Statistics", "Fieldwork", "R", "SQL", "QGIS", "Facilitation",
    "日本語", "Grant applications", "First aid", "Rowing", "Öffentlichkeitsarbeit", "Gestión de proyectos", "Rédaction",
)  # fmt: skip
INDUSTRIES: Mapping[str, str] = {
    "rivers": "River restoration",
    "groundwater": "Hydrogeology",
    "floods": "Flood management",
    "dams": "Civil engineering",
    "towns": "Water utilities",
    "law": "Environmental law",
    "fields": "Agriculture",
    "skies": "Earth observation",
}
SCHOOLS = (
    "Lindenhof University", "TU Delft", "Universität Hamburg", "Universidad de Zaragoza", "University of Ghana",
    "京都大学", "Đại học Cần Thơ", "Universidade Federal do Pará", "École des Ponts", "University of Jordan",
    "Национальный университет воды", "Seoul School of Rivers", "Εθνικό Μετσόβιο Πολυτεχνείο", "IIT Roorkee",
    "The Night School for Working Hydrologists, Evening Department, Lower Valley Campus (now closed)",
)  # fmt: skip
DEGREES = (
    "MSc Hydrology", "BSc Civil engineering", "PhD, on the patience of aquifers", "Dipl.-Ing.", "Máster en Aguas",
    "LL.M. Water law", "Licence de géographie", "BA, unfinished, gladly", "修士", "",
)  # fmt: skip
ACTIVITIES = (
    "Rowing, second boat",
    "The choir that rehearsed in the culvert",
    "Student newspaper",
    "",
    "",
    "",
)
ABOUT = (
    "I came to {subject} by accident and stayed on purpose. Those who were there before the report taught me most.",
    "I work on {subject}. If you have data nobody has looked at since 1994, write to me.",
    "What I do, in order: listen, measure, doubt, measure again, write it down in words my aunt would read.",
    "Fifteen years in {subject}, of which two were meetings.",
    "You can ask me about {subject}, about reading old maps, and about raising two children and a datum.",
)
MORE = (
    "Before that I repaired accordions. It is the same trade: pressure, leaks, patience.",
    "I answer letters on Sundays.",
    "I am glad to talk to students. Bring the question, not the CV.",
    "My best mistake is described in chapter four of somebody else's thesis.",
    "On weekends I walk upstream until there is no stream.",
)
ABOUT_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "de": ("Ich messe, was fließt, und zähle, was bleibt. Am liebsten dort, wo kein Weg mehr hinführt.",),
    "es": ("Trabajo con comunidades de regantes. Lo difícil no es el agua, son las actas.",),
    "fr": ("Je dessine des cartes que l'on peut encore plier.",),
    "ru": ("Архивы, паводки, карты. Пишу медленно, зато проверяю дважды.",),
    "ja": ("地下水の流れを追って二十年になります。急がない仕事が好きです。",),
    "ko": ("하천을 되살리는 일을 합니다. 연어는 허가서를 읽지 않으니까요.",),
    "zh": ("水利工程师。白天算水，周末钓鱼，至今未钓到。",),
    "ar": ("أعمل على قياس رطوبة التربة من الأعلى ومن الأسفل، وأثق بالأسفل أكثر.",),
    "el": ("Μελετώ πλημμύρες και παλιούς χάρτες. Οι χάρτες λένε περισσότερα.",),
    "vi": ("Tôi làm thuỷ lợi ở đồng bằng, nơi con kênh mở cửa lúc năm giờ sáng.",),
    "he": ("מהנדסת ניקוז. רוב העבודה שלי נמצאת מתחת לרחוב.",),
}
TONGUES: Mapping[str, str] = {
    "de": "Deutsch", "es": "Español", "fr": "Français", "ru": "Русский", "ja": "日本語", "ko": "한국어", "zh": "中文",
    "ar": "العربية", "el": "Ελληνικά", "vi": "Tiếng Việt", "he": "עברית",
}  # fmt: skip
OTHER_TONGUES = ("Deutsch", "Español", "Français", "Português", "Nederlands", "Kiswahili", "Polski")
DUTIES = (
    "Responsible for everything that leaks.",
    "Three people, eleven gauges, one van.\n\nWe replaced the van in 2022; the gauges are older than all of us.",
    "I wrote the manual that is now used in four countries, two of which have told me so.",
    "Planned, surveyed, argued, built. In that order, mostly.",
    "",
    "",
)
PROJECTS = (
    ("A flood atlas one can fold", "Paper, on purpose."),
    ("Eleven years of snow, digitised", "From a hut warden's diaries."),
    ("The honest water balance", "With the term everybody leaves out."),
)
COURSES = (
    ("Open channel flow", "CE 314"),
    ("Writing for people who dig", ""),
    ("Statistics of rare events", "ST 9"),
)
SOCIETIES = ("Association of Very Slow Water", "Society for Old Gauges", "Friends of the Lower Valley")
CERTIFICATES = (
    ("Dam inspector, class II", "the Inspectorate of Large Structures"),
    ("Working at heights", ""),
)
PRONOUNS = ("she/her", "he/him", "they/them", "sie/ihr", "elle")
