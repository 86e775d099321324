"""After two years in a minute: old notices are read, and no mail is due for what is long past."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from rapport.kernel.jobs.models import Job
from rapport.kernel.jobs.rules import State
from rapport.projections.notifications.models import Notification
from rapport.projections.search.actions import building

UNREAD_FOR = timedelta(days=6)


@transaction.atomic
def settle(*, now: datetime) -> None:
    """Mark notices older than a week as read, take back every mail, let everybody be found; tables are learnt."""
    Notification.objects.filter(read_at__isnull=True, at__lt=now - UNREAD_FOR).update(read_at=F("at"))
    Notification.objects.filter(due_at__isnull=False).update(due_at=None)
    Job.objects.filter(state=State.READY.value).delete()
    building.rebuild(lambda _: None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
