"""The tables of profiles: one row a member, their entries, skills and contact details."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from rapport.content.profiles.rules.sections import (
    DEFAULTS,
    FIELDS,
    Detail,
    EndorsePolicy,
    Section,
)
from rapport.people.actors.models import Actor
from rapport.people.audience import Audience


def _audience(section: Section) -> models.CharField[str, str]:
    return models.CharField(max_length=20, default=DEFAULTS[section].value)


class Profile(models.Model):
    """What there is once in a profile, and for whom each section is (PRO-1)."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="profile")
    about = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    open_to_work = models.BooleanField(default=False)
    open_to_hiring = models.BooleanField(default=False)
    open_to_mentoring = models.BooleanField(default=False)
    open_to_line = models.CharField(max_length=200, blank=True)
    endorse_policy = models.CharField(max_length=20, default=EndorsePolicy.CONNECTIONS.value)
    share_positions = models.BooleanField(default=False)
    share_anniversaries = models.BooleanField(default=False)
    share_birthday = models.BooleanField(default=False)
    milestone_audience = models.CharField(max_length=20, default=Audience.CONNECTIONS.value)
    about_audience = _audience(Section.ABOUT)
    facts_audience = _audience(Section.FACTS)
    open_to_audience = _audience(Section.OPEN_TO)
    experience_audience = _audience(Section.EXPERIENCE)
    education_audience = _audience(Section.EDUCATION)
    skills_audience = _audience(Section.SKILLS)
    languages_audience = _audience(Section.LANGUAGES)
    certifications_audience = _audience(Section.CERTIFICATIONS)
    projects_audience = _audience(Section.PROJECTS)
    courses_audience = _audience(Section.COURSES)
    associations_audience = _audience(Section.ASSOCIATIONS)
    links_audience = _audience(Section.LINKS)
    recommendations_audience = _audience(Section.RECOMMENDATIONS)


class Entry(models.Model):
    """One entry of a section; `rules.sections.FIELDS` says what its columns are called there."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    section = models.CharField(max_length=20)
    place = models.IntegerField()
    title = models.CharField(max_length=200, blank=True)
    organization_name = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(
        Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    location = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    detail = models.CharField(max_length=1000, blank=True)
    started = models.CharField(max_length=7, blank=True)
    finished = models.CharField(max_length=7, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=sorted(section.value for section in FIELDS)),
                name="entry_section_known",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "section", "place", "id"], name="entry_by_owner"),
            models.Index(
                fields=["organization", "owner"],
                name="entry_by_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(Lower("organization_name"), "section", "finished", "owner", name="entry_by_place"),
        ]


class Skill(models.Model):
    """A skill that a member lists; others may endorse it (PRO-3)."""

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=140)
    place = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name_key"], name="skill_once_a_member")]
        indexes = [
            models.Index(fields=["owner", "place", "id"], name="skill_by_owner"),
            models.Index(fields=["name_key", "owner"], name="skill_by_name"),
        ]


class ContactDetail(models.Model):
    """One contact detail and whom it is for (PRO-2); that of the email address keeps the audience alone."""

    pk = models.CompositePrimaryKey("owner_id", "kind")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Detail]), name="detail_kind_known"
            )
        ]
