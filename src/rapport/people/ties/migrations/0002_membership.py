import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0001_first"),
        ("ties", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="network",
            name="members",
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="network",
            constraint=models.CheckConstraint(
                condition=models.Q(("members__gte", 0)), name="network_members_not_negative"
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(default="member", max_length=10)),
                ("since", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["other", "since", "owner"], name="membership_by_group"),
                    models.Index(
                        condition=models.Q(("role", "member"), _negated=True),
                        fields=["other", "owner"],
                        name="membership_who_runs_it",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("owner", models.F("other")), _negated=True),
                        name="membership_not_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "moderator", "member"])),
                        name="membership_role_known",
                    ),
                ],
            },
        ),
    ]
