"""What a company page says, and who speaks for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rapport.people.actors.models import Actor
from rapport.people.organizations.rules import WEBSITE_LENGTH, WORDS_LENGTH, Role, RoleState, Size


class Company(models.Model):
    """The page of an actor of kind company: what it says besides the face every list shows.

    `name_key` repeats the actor's: pages are listed and completed by name among companies alone,
    without walking through everybody else. `made_by` counts against a member's own pages.
    """

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="company")
    name_key = models.CharField(max_length=140)
    about = models.TextField(blank=True)
    website = models.CharField(max_length=WEBSITE_LENGTH, blank=True)
    industry = models.CharField(max_length=WORDS_LENGTH, blank=True)
    location = models.CharField(max_length=WORDS_LENGTH, blank=True)
    size = models.CharField(max_length=10, blank=True, default=Size.UNSAID.value)
    founded = models.SmallIntegerField(null=True)
    made_by = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__in=[size.value for size in Size]), name="company_size_known"
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "actor"], name="company_by_name"),
            models.Index(fields=["made_by"], name="company_by_maker"),
        ]


class PageRole(models.Model):
    """What `other` is, or is asked to be, on the page of the company `owner`."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    role = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=RoleState.OFFERED.value)
    offered_by = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("other")), name="page_role_not_oneself"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="page_role_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RoleState]), name="page_role_state_known"
            ),
        ]
        indexes = [models.Index(fields=["other", "since", "owner"], name="page_role_of_member")]
