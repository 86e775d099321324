"""What there is once in a profile: a few facts, what one is open to, and the owner's choices (PRO-1, PRO-3, PRO-5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from rapport.content.profiles.events import ProfileChanged
from rapport.content.profiles.models import ContactDetail, Entry, Profile, Skill
from rapport.content.profiles.rules import checks
from rapport.content.profiles.rules.sections import (
    AUDIENCES,
    MILESTONE_AUDIENCES,
    EndorsePolicy,
    OpenTo,
    Section,
)
from rapport.kernel.errors import Invalid
from rapport.kernel.events import emit
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind


def make_profile(*, actor_id: int) -> None:
    """Give a new person an empty profile, once; companies and groups have none (PRO-1)."""
    if Actor.objects.filter(pk=actor_id, kind=Kind.PERSON.value).exists():
        Profile.objects.get_or_create(actor_id=actor_id)


def lock(owner_id: int) -> Profile:
    """The row of a profile, made where there is none, locked until the transaction ends.

    Whatever is counted below a cap is counted under this lock, so that two at once do not pass it.
    """
    Profile.objects.get_or_create(actor_id=owner_id)
    return Profile.objects.select_for_update().get(pk=owner_id)


def _change(owner_id: int, changes: Mapping[str, object]) -> None:
    Profile.objects.get_or_create(actor_id=owner_id)
    if changes:
        Profile.objects.filter(pk=owner_id).update(**changes)
        emit(ProfileChanged(owner_id=owner_id))


@transaction.atomic
def edit_facts(*, owner_id: int, changes: Mapping[str, str]) -> None:
    """Change about, location, industry or pronouns, all or none; what is left out stays.

    Raises: Invalid, naming the field.
    """
    _change(owner_id, checks.check_facts(changes))


@transaction.atomic
def choose_open_to(*, owner_id: int, kinds: Collection[str] | None = None, line: str | None = None) -> None:
    """Say what one is open to, and in a line what for; None leaves it.

    Raises: Invalid (`choice`, `too_long`).
    """
    changes: dict[str, object] = {}
    if kinds is not None:
        chosen = {checks.one_of(kind, list(OpenTo), field="open_to") for kind in kinds}
        changes |= {f"open_to_{kind.value}": kind in chosen for kind in OpenTo}
    if line is not None:
        changes["open_to_line"] = checks.check_open_to_line(line)
    _change(owner_id, changes)


@transaction.atomic
def choose_audiences(*, owner_id: int, changes: Mapping[str, str]) -> None:
    """Choose for whom sections are, by their names, all or none; it holds at once, everywhere (PRO-1).

    Raises: Invalid (`choice`, `unknown_section`), naming the section.
    """
    kept = {}
    for name, audience in changes.items():
        if name not in list(Section):
            raise Invalid("There is no such section: {name}.", code="unknown_section", field=name, name=name)
        kept[f"{name}_audience"] = checks.one_of(audience, AUDIENCES, field=name).value
    _change(owner_id, kept)


def choose_audience(*, owner_id: int, section: Section, audience: str) -> None:
    """Choose for whom one section is.

    Raises: Invalid (`choice`).
    """
    choose_audiences(owner_id=owner_id, changes={section.value: audience})


@transaction.atomic
def choose_milestones(
    *,
    owner_id: int,
    positions: bool | None = None,
    anniversaries: bool | None = None,
    birthday: bool | None = None,
    audience: str | None = None,
) -> None:
    """Choose which milestones others hear of, and who; None leaves it (PRO-5).

    Raises: Invalid (`choice`).
    """
    chosen = {"share_positions": positions, "share_anniversaries": anniversaries, "share_birthday": birthday}
    changes: dict[str, object] = {name: value for name, value in chosen.items() if value is not None}
    if audience is not None:
        found = checks.one_of(audience, MILESTONE_AUDIENCES, field="milestone_audience")
        changes["milestone_audience"] = found.value
    _change(owner_id, changes)


@transaction.atomic
def choose_endorse_policy(*, owner_id: int, policy: str) -> None:
    """Choose who may endorse one's skills (PRO-3).

    Raises: Invalid (`choice`).
    """
    chosen = checks.one_of(policy, list(EndorsePolicy), field="endorse_policy")
    _change(owner_id, {"endorse_policy": chosen.value})


@transaction.atomic
def change(*, owner_id: int, changes: Mapping[str, Any]) -> None:
    """Change anything that there is once in a profile, all or none; what is left out stays (PRO-1, PRO-3, PRO-5).

    Facts by their names, `open_to` (a list), `open_to_line`, `audiences` (by section), `endorse_policy`,
    `share_positions`, `share_anniversaries`, `share_birthday`, `milestone_audience`.

    Raises: Invalid, naming the field.
    """
    edit_facts(owner_id=owner_id, changes={name: changes[name] for name in checks.FACTS if name in changes})
    choose_open_to(owner_id=owner_id, kinds=changes.get("open_to"), line=changes.get("open_to_line"))
    choose_audiences(owner_id=owner_id, changes=changes.get("audiences", {}))
    if "endorse_policy" in changes:
        choose_endorse_policy(owner_id=owner_id, policy=changes["endorse_policy"])
    choose_milestones(
        owner_id=owner_id,
        positions=changes.get("share_positions"),
        anniversaries=changes.get("share_anniversaries"),
        birthday=changes.get("share_birthday"),
        audience=changes.get("milestone_audience"),
    )


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Leave nothing of the profile of who left for good (OPS-2)."""
    for rows in (Entry, Skill, ContactDetail):
        rows.objects.filter(owner_id=actor_id).delete()
    Entry.objects.filter(organization_id=actor_id).update(organization_id=None)
    Profile.objects.filter(actor_id=actor_id).delete()
