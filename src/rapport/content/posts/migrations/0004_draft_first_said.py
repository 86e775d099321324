"""A draft that an archive brought tells when it was first said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_attached")]

    operations = [
        migrations.AddField(model_name="draft", name="first_said_at", field=models.DateTimeField(null=True))
    ]
