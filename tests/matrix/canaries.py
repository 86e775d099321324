"""The canary words: one for each private field of the seeded owner, and how an answer is searched for them."""

from __future__ import annotations

import base64
import binascii
import re
from enum import StrEnum

from django.http import HttpResponse


class Canary(StrEnum):
    """One private thing of the owner; the value is the word that stands for it (figures and days have a pattern)."""

    EMAIL = "canemail"
    APPLICATION = "canapplication"
    HEADLINE = "canheadline"
    LINE = "canline"
    NOTE = "cannotetext"
    NOTE_TAG = "cannotetag"
    NOTE_HOW_MET = "cannotehowmet"
    VIEWERS_NOTE = "canviewernote"
    CONNECTION = "canconnection"
    FOLLOWER = "canfollower"
    PRIVATE_FOLLOWER = "canprivate"
    FOLLOWEE = "canfollowee"
    BLOCKED = "canblocked"
    REQUESTER = "canrequester"
    INVITEE = "caninvitee"
    INVITER = "caninviter"
    FILTERED = "canfiltered"
    IGNORED = "canignored"
    SENT_NOTE = "cansentnote"
    SENT_REPLY = "cansentreply"
    RECEIVED_NOTE = "canreceivednote"
    FILTERED_NOTE = "canfilterednote"
    IGNORED_NOTE = "canignorednote"
    PAIR_OUT = "canpairout"
    PAIR_IN = "canpairin"
    PAIR_QUESTION = "canpairquestion"
    PAIR_LOST = "canpairlost"
    BRIDGE = "canbridge"
    BUDGET = "canbudget"
    RESTRICTION = "canrestriction"
    INVITATION_POLICY = "knows_email"
    SESSION = "canagent"
    SESSION_PLACE = "203.0.113.77"
    TOKEN = "cantoken"
    SUSPENSION = "cansuspension"
    ARCHIVED = "canarchived"
    REFERENCE = "canreference"
    REFERENCE_REFUSED = "canrefrefused"
    REFERENCE_WAITING = "canrefwaiting"
    REFERENCE_CHANGE = "canrefchange"
    ABOUT = "canabout"
    FACTS = "canfacts"
    OPEN_TO = "canopento"
    POSITION = "canposition"
    EDUCATION = "caneducation"
    SKILL = "canskill"
    LANGUAGE = "canlanguage"
    CERTIFICATE = "cancertificate"
    PROJECT = "canproject"
    COURSE = "cancourse"
    ASSOCIATION = "canassociation"
    LINK = "canlink"
    PHONE = "555 0173951"
    BIRTHDAY = "1971-11-03"
    ADDRESS = "canaddress"
    COMPANY_FOLLOWED = "canliked"
    COMPANY_RUN = "canworks"
    COMPANY_OFFER = "canoffer"
    CONTACT = "cancontact"
    CONTACT_COMPANY = "cancontactcompany"
    CONTACT_NOTE = "cancontactnote"
    IMPORTED = "canimported"
    REPORTED = "canreported"
    KEPT_ASIDE = "cankeptaside"
    PICTURE = "ca0a11ca5e0f01d5ca0a11ca5e0f01d5"
    PIXELS = "canpixels"
    PRIVATE_GROUP = "cangroup"
    GROUP_ABOUT = "cangroupabout"
    GROUP_NOTE = "cangroupnote"
    INVITED_GROUP = "caninvitedgroup"
    POST_ANYONE = "canpostanyone"
    POST_MEMBERS = "canpostmembers"
    POST_CONNECTIONS = "canpostconnections"
    POST_GROUP = "canpostgroup"
    POST_ONLY_ME = "canpostonlyme"
    DRAFT = "candraft"
    HASHTAG = "canhashtag"
    TALK_ANYONE = "cantalkanyone"
    TALK_MEMBERS = "cantalkmembers"
    TALK_CONNECTIONS = "cantalkconnections"
    TALK_GROUP = "cantalkgroup"
    TALK_ONLY_ME = "cantalkonlyme"


NAMES = frozenset(
    {
        Canary.CONNECTION,
        Canary.FOLLOWER,
        Canary.PRIVATE_FOLLOWER,
        Canary.FOLLOWEE,
        Canary.BLOCKED,
        Canary.REQUESTER,
        Canary.INVITEE,
        Canary.INVITER,
        Canary.FILTERED,
        Canary.IGNORED,
        Canary.BRIDGE,
    }
)
"""Members whose ties to the owner are private; that they are members is not."""

POSTS = {
    "anyone": Canary.POST_ANYONE,
    "members": Canary.POST_MEMBERS,
    "connections": Canary.POST_CONNECTIONS,
    "group": Canary.POST_GROUP,
    "only_me": Canary.POST_ONLY_ME,
}
"""The word in the owner's post to each audience; that to a group is in their private one."""
TALKS = {
    "anyone": Canary.TALK_ANYONE,
    "members": Canary.TALK_MEMBERS,
    "connections": Canary.TALK_CONNECTIONS,
    "group": Canary.TALK_GROUP,
    "only_me": Canary.TALK_ONLY_ME,
}
"""The word in the owner's comment under each of these posts."""

COMPANIES = frozenset({Canary.COMPANY_FOLLOWED, Canary.COMPANY_RUN, Canary.COMPANY_OFFER})
"""Companies whose tie to the owner is private; that they have a page is not."""

INVITATION_LIMIT = 73_951
"""The budget of everybody; what the owner has left of it is a figure of theirs alone."""
OWNER_LEFT = INVITATION_LIMIT - 7

_LEFT = str(OWNER_LEFT)
_PATTERNS = {
    Canary.BUDGET: rf"{_LEFT[:2]}(?<![\w-]{_LEFT[:2]})[., \u202f\u00a0]?{_LEFT[2:]}(?![\w-])",
    Canary.RESTRICTION: r"2026-05-23|23 may|may 23",
    Canary.SESSION_PLACE: re.escape(Canary.SESSION_PLACE),
    Canary.PHONE: r"555[ -]?0173951",
    Canary.BIRTHDAY: r"1971-11-03|3 november|november 3",
}
# one expression of so many words, tried at every letter of every page, took most of the matrix's time
_WORDS = {one.value: one for one in Canary if one not in _PATTERNS and re.fullmatch("can[a-z]+", one)}
_WORD = re.compile("can(?=([a-z]+))")
_OTHERS = {
    one: re.compile(_PATTERNS.get(one, re.escape(one) + "(?![a-z])"))
    for one in Canary
    if one.value not in _WORDS
}
_CURSOR = re.compile(r'(?:"next":\s*"|cursor=)([\w%=-]+)')


def found_in(text: str) -> frozenset[Canary]:
    """The canaries that stand in `text`, in capitals or not."""
    text = text.lower()
    words = {_WORDS[word] for rest in _WORD.findall(text) if (word := f"can{rest}") in _WORDS}
    return frozenset(words | {one for one, pattern in _OTHERS.items() if pattern.search(text)})


def text_of(response: HttpResponse) -> str:
    """All that an answer says: status line, headers, cookies, body, and what its cursors hold."""
    body = response.content.decode(errors="replace")  # pictures are no text
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    opened = "\n".join(_opened(cursor) for cursor in _CURSOR.findall(body))
    return f"{response.reason_phrase}\n{head}\n{response.cookies.output()}\n{body}\n{opened}"


def _opened(cursor: str) -> str:
    """What a cursor says to somebody who decodes it."""
    plain = cursor.replace("%3D", "=").rstrip("=")
    try:
        return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4)).decode(errors="replace")
    except binascii.Error:
        return ""
