"""What members chose about their feeds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rapport.people.actors.models import Actor
from rapport.people.ties.models import Hashtag
from rapport.projections.feed.rules.kinds import FeedKind
from rapport.projections.feed.rules.top import LEVELS, NORMAL, Source


class Preference(models.Model):
    """Which feed `owner` reads, what they made of the sliders, and whether connections bring posts in (FEED-3 to 5).

    Who has no row has chosen nothing yet.
    """

    owner = models.OneToOneField(Actor, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    kind = models.CharField(max_length=10, default=FeedKind.FOLLOWING.value)
    connections = models.SmallIntegerField(default=NORMAL)
    people = models.SmallIntegerField(default=NORMAL)
    companies = models.SmallIntegerField(default=NORMAL)
    groups = models.SmallIntegerField(default=NORMAL)
    hashtags = models.SmallIntegerField(default=NORMAL)
    second = models.SmallIntegerField(default=NORMAL)
    brought = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in FeedKind]), name="feed_preference_kind_known"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{one.value}__gte": 0, f"{one.value}__lt": len(LEVELS)}),
                    name=f"feed_preference_{one.value}_level",
                )
                for one in Source
            ),
        ]


class LessFrom(models.Model):
    """`owner` asked to see less of what `other` writes, or of what is written in a group, in Top."""

    pk = models.CompositePrimaryKey("owner_id", "other_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    other = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["other"], name="less_from_by_other")]


class LessAbout(models.Model):
    """`owner` asked to see less about a hashtag, in Top."""

    pk = models.CompositePrimaryKey("owner_id", "hashtag_id")
    owner = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    hashtag = models.ForeignKey(Hashtag, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    since = models.DateTimeField()
