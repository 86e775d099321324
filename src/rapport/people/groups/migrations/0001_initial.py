import django.db.models.deletion
from django.db import migrations, models

import rapport.kernel.ids


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("actors", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rapport.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["group", "person", "at"], name="admission_of_person"),
                    models.Index(
                        condition=models.Q(("state__in", ["asked", "invited"])),
                        fields=["group", "at", "id"],
                        name="admission_waiting",
                    ),
                    models.Index(fields=["person", "at", "id"], name="admission_received"),
                    models.Index(
                        condition=models.Q(("state", "invited")), fields=["sender"], name="admission_sent"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "invited"])),
                        fields=("group", "person"),
                        name="admission_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "invited", "accepted", "refused", "declined", "withdrawn"],
                            )
                        ),
                        name="admission_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ban",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
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
                "indexes": [models.Index(fields=["owner", "since", "other"], name="ban_by_date")],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "actor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="group",
                        serialize=False,
                        to="actors.actor",
                    ),
                ),
                ("about", models.TextField(blank=True)),
                ("rules", models.TextField(blank=True)),
                ("joining", models.CharField(default="request", max_length=10)),
                ("listed", models.BooleanField(default=True)),
                ("member_list", models.CharField(default="group", max_length=20)),
                (
                    "founder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actors.actor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("joining__in", ["open", "request"])), name="group_joining_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member_list__in", ["anyone", "members", "group"])),
                        name="group_member_list_known",
                    ),
                ],
            },
        ),
    ]
