"""The table of endorsements, by the member whose skill it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.content.profiles.models import Skill
from rapport.people.actors.models import Actor


class Endorsement(models.Model):
    """`endorser` vouches for one skill of `owner`; whether it counts is derived at reading (PRO-3).

    One that the owner had hidden stays here after it was taken back (`withdrawn`), so that
    endorsing again does not bring it out of hiding. With its skill it goes.
    """

    pk = models.CompositePrimaryKey("owner_id", "skill_id", "endorser_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", db_index=False)
    endorser = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    hidden = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(owner=models.F("endorser")), name="endorsement_not_oneself"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(hidden=True), name="endorsement_withdrawn_was_hidden"
            ),
        ]
        indexes = [
            models.Index(fields=["skill", "at", "endorser"], name="endorsement_of_skill"),
            models.Index(fields=["endorser", "at", "skill"], name="endorsement_given"),
        ]
