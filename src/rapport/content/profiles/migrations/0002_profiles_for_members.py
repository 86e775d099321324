from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef


def give_profiles(apps: Any, _editor: Any) -> None:
    """Members who were here before profiles get an empty one each."""
    actors, profiles = apps.get_model("actors", "Actor"), apps.get_model("profiles", "Profile")
    with_one = Exists(profiles.objects.filter(actor_id=OuterRef("pk")))
    without = actors.objects.filter(kind="person").exclude(with_one).order_by("pk")
    rows = [profiles(actor_id=pk) for pk in without.values_list("pk", flat=True)]
    profiles.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_first")]

    operations = [migrations.RunPython(give_profiles, migrations.RunPython.noop)]
