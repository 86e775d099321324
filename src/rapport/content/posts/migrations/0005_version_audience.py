"""An earlier wording of a post tells whom it was for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0004_draft_first_said")]

    operations = [
        migrations.AddField(
            model_name="postversion", name="audience", field=models.CharField(blank=True, max_length=11)
        )
    ]
