"""Words for archives that nobody lived: names of many scripts, companies, sentences with all that breaks readers."""

from __future__ import annotations

FIRST_NAMES = (
    "Mara Sam Olga Ines Tomás Zoë Ravi Aiko Lena Omar Priya Björn Chloé Dario Emeka Freya Goran Hana".split()
)
LAST_NAMES = "Okonjo Field Lindqvist Ferreira Nakamura Haddad Novák O'Neill Kaya Petrov Silva Öztürk Nguyễn Roy".split()
ODD_NAMES = (
    ("Dana, PhD", "Reyes, PMP®"),
    ("🚀 Kim", "Park 🌱"),
    ("ليلى", "حداد"),
    ("נועה", "לוי"),
    ("李", "小龍"),
    ('Jo "The Mender"', "Mills"),
    ("", "Mononym"),
    ("Anne-Marie d'Arc", ""),
    ("=HYPERLINK(1)", "+Plus"),
)
COMPANIES = (
    "Acme, Inc.",
    "Nordwind",
    'The "Quote" Co.',
    "Widgets & Sons",
    "Globex",
    "Åland Shipping",
    "日本製作所",
    "",
)
TITLES = (
    "Data Engineer",
    "Head of Sales, EMEA",
    "CTO / co-founder",
    "Nurse",
    "Designer | Speaker",
    "Teacher",
    "",
)
SCHOOLS = ("University of Lisbon", "École, Polytechnique", "MIT")
SKILLS = ("Python", "C++", "Public speaking", "R&D, applied", "Gardening", "数学", "SQL", "-")
SENTENCES = (
    "Congratulations on the new role",
    "Great talk, thanks for sharing it",
    "We met at PyConf; shall we talk?",
    "Très intéressant, merci 🙏",
    "شكرا جزيلا",
    "See https://example.org/a?b=1,2&c=3 for more",
    "She calls it ‘the net’, he doesn't",
    "1 + 1 = 2; 50 % of it",
)
HTML = (
    '<p class="spinmail-quill-editor__spin-break">Hello &amp; welcome,</p><p>it is <b>here</b>.<br>Best</p>',
    "<div>One</div><div>Two &lt;three&gt;</div>",
)
