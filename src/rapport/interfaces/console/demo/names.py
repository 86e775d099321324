"""Names as people all over the world write them, each with the letters its handle is made of."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapport.people.actors.rules import RESERVED

Half = tuple[str, str]
"""A part of a name: as written, and in the letters of a handle."""


@dataclass(frozen=True)
class People:
    """Names of one kind: `order` says how the halves are put together."""

    order: str
    given: tuple[Half, ...]
    family: tuple[Half, ...]


def _plain(words: str) -> tuple[Half, ...]:
    """Halves in Latin letters, whose accents are dropped for the handle."""
    return tuple((word, _letters(word)) for word in words.split(", "))


def _pairs(words: str) -> tuple[Half, ...]:
    """Halves in other letters, each followed by those of the handle."""
    return tuple((word, letters) for word, _, letters in (pair.rpartition(" ") for pair in words.split(", ")))


def _letters(word: str) -> str:
    special = word.lower().translate(_SPECIAL)
    apart = unicodedata.normalize("NFKD", special)
    return re.sub(r"[^a-z0-9]", "", apart)


_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "ð": "d", "þ": "th", "ə": "e", "œ": "oe"}
)
FIRST_LAST, LAST_FIRST, TOGETHER = "{given} {family}", "{family} {given}", "{family}{given}"

PEOPLES: tuple[People, ...] = (
    People(
        FIRST_LAST,
        _plain("Jonas, Ulrike, Matthias, Käthe, Jürgen, Friederike, Anselm, Gesine, Till, Roswitha"),
        _plain("Weiß, Brüggemann, Öztürk-Lang, Vogelsang, Schäfer, Niemann, Krüger, Zumbühl, Petersen"),
    ),
    People(
        FIRST_LAST,
        _plain("Siobhán, Bríd, Oisín, Caoimhe, Tadhg, Gráinne, Pádraig, Aoife, Diarmuid, Niamh"),
        _plain("Ó Raghallaigh, Nic Dhonnchadha, Mac Giolla Phádraig, Ní Shúilleabháin, O’Rourke, Ó Sé"),
    ),
    People(
        FIRST_LAST,
        _plain("Tomás, Lucía, Iker, Montserrat, Joaquín, Nerea, Aitor, Inés, Íñigo, Rocío"),
        _plain("Echeverría-Uribarri, Ferrer i Puig, Goikoetxea, de la Fuente Núñez, Muñoz, Zabala, Vidal"),
    ),
    People(
        FIRST_LAST,
        _plain("Adaeze, Chukwuemeka, Folasade, Babatunde, Ngozi, Oluwaseun, Ifeoma, Tunde, Yetunde"),
        _plain("Okonkwo, Adébáyọ̀, Nwachukwu, Ogunleye, Eze, Olatunji-Bello, Achebe, Obi, Adichie"),
    ),
    People(
        FIRST_LAST,
        _plain("Kwame, Akosua, Yaw, Abena, Kofi, Efua, Kwabena, Ama, Nii Amartey, Esi"),
        _plain("Asante-Boateng, Mensah, Owusu, Quartey, Agyemang, Darko, Sarpong, Tetteh, Amoah"),
    ),
    People(
        LAST_FIRST,
        _plain("Thị Minh Khai, Văn Đức, Thu Hằng, Quốc Bảo, Thanh Trúc, Hữu Phước, Ngọc Ánh, Tuấn Kiệt"),
        _plain("Nguyễn, Trần, Lê, Phạm, Huỳnh, Võ, Đặng, Bùi, Đỗ, Hồ"),
    ),
    People(
        LAST_FIRST,
        _pairs(
            "はるか haruka, 健太郎 kentaro, 美咲 misaki, 翔 sho, 千尋 chihiro, 大輔 daisuke, さくら sakura, "
            "真由美 mayumi, 隆 takashi"
        ),
        _pairs(
            "小林 kobayashi, 佐藤 sato, 渡辺 watanabe, 山本 yamamoto, 長谷川 hasegawa, 清水 shimizu, 井上 inoue, "
            "五十嵐 igarashi"
        ),
    ),
    People(
        TOGETHER,
        _pairs(
            "雨桐 yutong, 建国 jianguo, 思源 siyuan, 晓梅 xiaomei, 浩然 haoran, 静 jing, 子涵 zihan, 文博 wenbo, "
            "若水 ruoshui"
        ),
        _pairs("王 wang, 李 li, 张 zhang, 欧阳 ouyang, 陈 chen, 司徒 situ, 黄 huang, 江 jiang"),
    ),
    People(
        TOGETHER,
        _pairs(
            "민준 minjun, 서연 seoyeon, 지후 jihu, 하은 haeun, 도윤 doyun, 수빈 subin, 영희 yeonghui, 태민 taemin"
        ),
        _pairs("김 kim, 이 yi, 박 bak, 최 choe, 정 jeong, 남궁 namgung, 한 han"),
    ),
    People(
        FIRST_LAST,
        _pairs(
            "رانيا rania, عمر omar, ليلى layla, يوسف yousef, هدى huda, خالد khaled, سلمى salma, "
            "طارق tareq, نور noor"
        ),
        _pairs(
            "الخطيب khatib, بن سعيد bensaid, المصري masri, الزهراني zahrani, حداد haddad, "
            "عبد الرحمن abdulrahman, التميمي tamimi"
        ),
    ),
    People(
        FIRST_LAST,
        _pairs("نگار negar, بهرام bahram, شیرین shirin, آرش arash, مهتاب mahtab, کاوه kaveh"),
        _pairs("رضایی rezaei, کریمی‌نژاد kariminejad, تهرانی tehrani, موسوی mousavi"),
    ),
    People(
        FIRST_LAST,
        _pairs("נועה noa, יונתן yonatan, תמר tamar, איתמר itamar, שירה shira"),
        _pairs("לוי levi, בן־דוד bendavid, פרידמן friedman, מזרחי mizrahi"),
    ),
    People(
        FIRST_LAST,
        _pairs(
            "Ольга olga, Дмитрий dmitri, Анастасия anastasia, Лев lev, Зоя zoya, Тимофей timofey, "
            "Ксения ksenia, Всеволод vsevolod"
        ),
        _pairs(
            "Воскресенская voskresenskaya, Чайка chaika, Гончаренко goncharenko, Кузьмич kuzmich, "
            "Белых belykh, Шевчук shevchuk"
        ),
    ),
    People(
        FIRST_LAST,
        _pairs(
            "Αλέξανδρος alexandros, Ελένη eleni, Δημήτρης dimitris, Χρυσάνθη chrysanthi, "
            "Στέλιος stelios, Ιφιγένεια ifigeneia"
        ),
        _pairs(
            "Παπακωνσταντίνου papakonstantinou, Νικολαΐδη nikolaidi, Σταματόπουλος stamatopoulos, "
            "Μαυρίδου mavridou, Ζαχαρίας zacharias"
        ),
    ),
    People(
        FIRST_LAST,
        _plain("Teodor, Ileana, Răzvan, Ștefania, Mircea, Luminița, Doru, Ancuța"),
        _plain("Bălănescu, Țurcanu, Ionescu-Brăila, Moldoveanu, Popa, Vlădescu"),
    ),
    People(
        FIRST_LAST,
        _plain("Agnieszka, Łukasz, Zofia, Grzegorz, Małgorzata, Wojciech, Jadwiga, Michał"),
        _plain("Brzęczyszczykiewicz, Wiśniewska, Kowalczyk, Zając, Gołąb, Szczepańska, Dąbrowa"),
    ),
    People(
        FIRST_LAST,
        _plain("Ayşe, Çağlar, İpek, Oğuzhan, Gülşen, Barış, Yağmur, Deniz"),
        _plain("Yıldırım, Karaağaç, Öztürk, Şahin, Güneş, Akarsu, Irmak"),
    ),
    People(
        FIRST_LAST,
        _pairs("प्रिया priya, अर्जुन arjun, मीनाक्षी meenakshi, विक्रम vikram, सुनीता sunita, कबीर kabir"),
        _pairs("रघुनाथन raghunathan, शर्मा sharma, चतुर्वेदी chaturvedi, देशपांडे deshpande, नायर nair"),
    ),
    People(
        FIRST_LAST,
        _plain("Priya, Karthik, Lakshmi, Anirudh, Meena, Venkatesh, Divya, Sundar, Kavitha"),
        _plain("Raghunathan, Subramaniam, Venkataraghavan, Iyer, Krishnamurthy, Pillai, Chandrasekhar"),
    ),
    People(
        FIRST_LAST,
        _pairs("พิมพ์ชนก pimchanok, ธนกร thanakorn, กัญญา kanya, อนุชา anucha, วรรณา wanna"),
        _pairs("ศรีสุวรรณ srisuwan, ทองดี thongdee, แม่น้ำ maenam, วงศ์ไพศาล wongphaisan"),
    ),
    People(
        FIRST_LAST,
        _plain("João, Conceição, Thiago, Luíza, Antônio, Iracema, Caetano, Graça, Anselmo"),
        _plain("Guimarães, dos Santos Assunção, Pereira, Albuquerque e Castro, Leão, Sá, Brandão"),
    ),
    People(
        FIRST_LAST,
        _plain("Sanne, Joost, Marijke, Bram, Femke, Wouter, Lotte, Diederik, Hanneke, Sjoerd"),
        _plain("van der Meulen, ’t Hooft, IJsselstein, de Vries, Waterman, van den Dijk, Poelstra"),
    ),
    People(
        FIRST_LAST,
        _plain("Åsa, Björn, Linnéa, Håkan, Solveig, Øyvind, Ingeborg, Torbjørn, Märta, Søren"),
        _plain("Lindqvist, Ångström, Fjellstad, Sjöberg, Bækgaard, Östlund, Strøm, Dalgaard"),
    ),
    People(
        FIRST_LAST,
        _plain("Guðrún, Þórdís, Sigurður, Björk, Hallgrímur, Ásta"),
        _plain("Þorvaldsdóttir, Sigurjónsson, Björnsdóttir, Hákonarson, Eyjólfsdóttir"),
    ),
    People(
        FIRST_LAST,
        _plain("Harriet, Desmond, Wilhelmina, Theo, Philippa, Marcus, Beatrix, Nathaniel, Hope, Ravi"),
        _plain("Featherstonehaugh, Marsh, Brooks, Rivers-Ndlovu, Ford, Wells, Thorne, Poole, Lake"),
    ),
    People(
        "{given}",
        _plain("Sukarti, Wayan, Suhartini, Ketut, Mulyani, Tejo, Madé, Nyoman, Lestari, Harun"),
        (("", ""),),
    ),
)

LONG_NAMES = (
    ("Wilhelmina Oluwaseun Featherstonehaugh-Nakamura", "wilhelmina_f"),
    ("María de los Ángeles Fernández-Villaverde y Álvarez de Sotomayor", "angeles"),
    ("Venkatanarasimharajuvaripeta Lakshmi Narayana Subramaniam", "vln"),
    ("Kamehameha Kaʻiulani Keliihananui", "kaiulani"),
)
"""Names that a layout has to bear."""

WEIGHTS = tuple((len(people.given) * len(people.family)) ** 0.5 for people in PEOPLES)
"""Peoples with more names are drawn more often, so that few of them come twice."""


class Namer:
    """Draws names and gives each a handle of its own, the same for the same seed."""

    def __init__(self, chance: random.Random, taken: Sequence[str] = ()) -> None:
        """Draw by `chance`, and leave the handles in `taken` alone."""
        self._chance = chance
        self._taken = set(taken) | RESERVED

    def draw(self) -> Half:
        """A name and its handle."""
        people = self._chance.choices(PEOPLES, WEIGHTS)[0]
        given, family = self._chance.choice(people.given), self._chance.choice(people.family)
        name = people.order.format(given=given[0], family=family[0])
        return name, self.handle(given[1], family[1])

    def handle(self, first: str, second: str = "") -> str:
        """A free handle: the first name, then with the second, then numbered."""
        plain = f"{first}_{second}".strip("_")[:26]
        for wanted in (first, plain):
            if len(wanted) >= 2 and wanted not in self._taken:
                break
        else:
            number = 2
            while f"{plain}_{number}" in self._taken:
                number += 1
            wanted = f"{plain}_{number}"
        self._taken.add(wanted)
        return wanted
