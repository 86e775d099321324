"""What ends recommendations for good: a block, and a member's leaving."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from rapport.content.recommendations.models import Recommendation


@transaction.atomic
def sever(*, one: int, two: int) -> None:
    """Delete every recommendation and request between two members, for good (REL-17)."""
    Recommendation.objects.filter(
        Q(author_id=one, recipient_id=two) | Q(author_id=two, recipient_id=one)
    ).delete()


@transaction.atomic
def forget(*, actor_id: int) -> None:
    """Delete what a member who left wrote and got."""
    Recommendation.objects.filter(Q(author_id=actor_id) | Q(recipient_id=actor_id)).delete()
