"""The rows of contact books, owner first in every key; an address stands in them only as its keyed hash (OPS-1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.people.actors.models import Actor
from rapport.people.contacts.rules import NAME_LENGTH, TEXT_LENGTH, How


class Contact(models.Model):
    """One person in the book of `owner`; `actor` is the member they turned out to be.

    `source` is the import that brought the row. `aside` says that the owner wants no offer of it any
    more, `aside_there` that the member wants none. `follows` is off where the owner had ended the
    follow that came with the connection elsewhere.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    name_key = models.CharField(max_length=140, blank=True)
    company = models.CharField(max_length=TEXT_LENGTH, blank=True)
    position = models.CharField(max_length=TEXT_LENGTH, blank=True)
    connected_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    slug = models.CharField(max_length=43, blank=True)
    source = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True)
    how = models.CharField(max_length=10, blank=True)
    found_at = models.DateTimeField(null=True)
    follows = models.BooleanField(default=True)
    aside = models.BooleanField(default=False)
    aside_there = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["", *(how.value for how in How)]), name="contact_how_known"
            ),
            models.UniqueConstraint(
                fields=["owner", "slug"], name="contact_once_by_slug", condition=~Q(slug="")
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "name_key", "id"], name="contact_by_name"),
            models.Index(fields=["owner", "actor"], name="contact_found", condition=Q(actor__isnull=False)),
            models.Index(
                fields=["actor", "owner"], name="contact_by_member", condition=Q(actor__isnull=False)
            ),
        ]


class ContactAddress(models.Model):
    """The keyed hash of one email address of a contact; each address stands once in a book."""

    pk = models.CompositePrimaryKey("owner_id", "digest")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    digest = models.CharField(max_length=43)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["digest", "owner"], name="contact_address_by_digest")]
