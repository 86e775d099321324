"""What search keeps: the words of everybody and of posts, under signs; and the parts of words for misspelt ones.

Beside these tables stand the indexes themselves, made by the migrations: on SQLite the FTS5 tables
`search_index` over `search_document` and `search_index_of_posts` over `search_postwords`, which whoever writes
those writes along, on PostgreSQL their columns `vector`.
"""

from __future__ import annotations

from django.db import models

from rapport.content.posts.models import Post
from rapport.people.actors.models import Actor


class Document(models.Model):
    """The words by which one actor is found, each with the sign of its audience (`rules.fields`)."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="+")
    words = models.TextField()


class PostWords(models.Model):
    """The words by which a post is found, each with a sign (`rules.post_words`); they vanish with it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    words = models.TextField()


class Gram(models.Model):
    """Three letters in a row of a word that somebody shows to all members."""

    pk = models.CompositePrimaryKey("gram", "word")
    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)


class PostGram(models.Model):
    """The same of a word, or of a hashtag with its sign, in a post that all members may see."""

    pk = models.CompositePrimaryKey("gram", "word")
    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=40)


class Built(models.Model):
    """How far an index was built and by which version of its rules: row 1 of actors, row 2 of posts.

    `after` is the id up to which all are in it, None once that is so.
    """

    version = models.SmallIntegerField()
    after = models.BigIntegerField(null=True)
