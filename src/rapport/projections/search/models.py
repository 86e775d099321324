"""What search keeps: the words of everybody, each under its audience; and the parts of words for misspelt ones.

Beside these tables stands the index itself, made by the migration: on SQLite the FTS5 table
`search_index` over `search_document`, which whoever writes that writes along, on PostgreSQL its column `vector`.
"""

from __future__ import annotations

from django.db import models

from rapport.people.actors.models import Actor


class Document(models.Model):
    """The words by which one actor is found, each with the sign of its audience (`rules.fields`)."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="+")
    words = models.TextField()


class Gram(models.Model):
    """Three letters in a row of a word that somebody shows to all members."""

    pk = models.CompositePrimaryKey("gram", "word")
    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)


class Built(models.Model):
    """How far the index was built and by which version of its rules; one row.

    `after` is the id up to which everybody is in it, None once that is all.
    """

    version = models.SmallIntegerField()
    after = models.BigIntegerField(null=True)
