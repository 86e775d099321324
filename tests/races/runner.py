"""One process of a race: reads commands as JSON lines, meets the others at a moment, acts, answers.

A command is `{"at": seconds, "call": name, "arguments": {…}}`; `at` is a reading of the system-wide
monotonic clock, so that all processes begin together.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (the apps have to be ready first)
from django.test import Client  # noqa: E402

from rapport.content.discussion.actions import commenting, reacting  # noqa: E402
from rapport.content.endorsements import actions as endorsements  # noqa: E402
from rapport.content.posts.actions import changing, drafting, polling, publishing  # noqa: E402
from rapport.content.profiles.actions import entries, skills  # noqa: E402
from rapport.content.profiles.rules.sections import Section  # noqa: E402
from rapport.content.recommendations.actions import answering as references  # noqa: E402
from rapport.content.recommendations.actions import writing  # noqa: E402
from rapport.interfaces.mail import digests  # noqa: E402
from rapport.kernel.errors import RapportError  # noqa: E402
from rapport.kernel.limits.rules import Limits  # noqa: E402
from rapport.people.accounts import actions as accounts  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402
from rapport.people.actors import actions as actors  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.people.groups.actions import joining, running  # noqa: E402
from rapport.people.groups.rules.process import Verb  # noqa: E402
from rapport.people.organizations.actions import pages, roles  # noqa: E402
from rapport.people.relationships.actions import answering, following, inviting, removing  # noqa: E402


def _mail(*, owner: int) -> None:
    """As the job does it: in the transaction of its "done"."""
    with transaction.atomic():
        digests.mail({"owner": owner})


def _press(*, account_id: int, address: str, fields: dict[str, str]) -> None:
    """As a browser presses the button of a form: a press that worked leads somewhere else."""
    browser = Client()
    browser.force_login(Account.objects.get(pk=account_id))
    answer = browser.post(address, fields)
    assert answer.status_code == 303, (answer.status_code, answer.content[:2000])


CALLS: dict[str, Callable[..., object]] = {
    "invite": inviting.invite,
    "withdraw": inviting.withdraw,
    "remind": inviting.remind,
    "accept": answering.accept,
    "decline": answering.decline,
    "ignore": answering.ignore,
    "dont_know": answering.dont_know,
    "follow": following.follow,
    "unfollow": following.unfollow,
    "unconnect": removing.unconnect,
    "block": removing.block,
    "unblock": removing.unblock,
    "react": reacting.react,
    "comment": commenting.comment,
    "remove_comment": commenting.remove,
    "remove_post": changing.remove,
    "edit_post": changing.edit,
    "endorse": endorsements.endorse,
    "add_entry": entries.add_entry,
    "add_skill": skills.add_skill,
    "remove_skill": skills.remove_skill,
    "accept_text": references.accept,
    "withdraw_text": references.withdraw,
    "revise": writing.revise,
    "delete": actors.delete,
    "suspend": actors.suspend,
    "make_page": pages.create,
    "offer_role": roles.offer,
    "accept_role": roles.accept,
    "change_role": roles.change_role,
    "end_role": roles.remove,
    "appoint": accounts.appoint,
    "press": _press,
    "mail": _mail,
    "vote": polling.vote,
    "repost": publishing.repost,
    "publish_draft": drafting.publish,
    "go_out": drafting.go_out,
    "group_enter": joining.enter,
    "group_leave": joining.leave,
    "group_withdraw": joining.withdraw,
    "group_invite": running.invite,
    "group_take": running.take,
}


def _read(arguments: dict[str, Any]) -> dict[str, Any]:
    known = dict(arguments)
    if "now" in known:
        known["now"] = datetime.fromisoformat(known["now"])
    if "limits" in known:
        known["limits"] = Limits(**known["limits"])
    for name in {"by", "maker"} & known.keys():
        known[name] = Viewer(known[name])
    if "section" in known:
        known["section"] = Section(known["section"])
    if "verb" in known:
        known["verb"] = Verb(known["verb"])
    for name in known.keys() & {"invitation_id", "recommendation_id", "skill_id", "draft_id"}:
        known[name] = UUID(known[name])
    return known


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until standard input ends."""
    connection.ensure_connection()
    _say("ready")
    for line in sys.stdin:
        command = json.loads(line)
        arguments = _read(command["arguments"])
        while time.monotonic() < command["at"]:
            pass
        try:
            CALLS[command["call"]](**arguments)
            answer = {"code": ""}
        except RapportError as refusal:
            answer = {"code": refusal.code}
        except Exception:  # noqa: BLE001 (whatever it is, the test wants to see it)
            answer = {"code": "CRASH", "trace": traceback.format_exc()}
        _say(json.dumps(answer))


if __name__ == "__main__":
    main()
