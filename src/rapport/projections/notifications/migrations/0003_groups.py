import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0001_first"),
        ("notifications", "0002_contacts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="preference",
            name="preference_kind_known",
        ),
        migrations.AddField(
            model_name="notification",
            name="place",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "invitation_received",
                            "connected",
                            "declined",
                            "follow_suggested",
                            "reply",
                            "restriction",
                            "contact_joined",
                            "group_invitation",
                            "group_request",
                            "group_admitted",
                            "group_role",
                        ],
                    )
                ),
                name="notification_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "invitation_received",
                            "connected",
                            "declined",
                            "follow_suggested",
                            "reply",
                            "restriction",
                            "contact_joined",
                            "group_invitation",
                            "group_request",
                            "group_admitted",
                            "group_role",
                        ],
                    )
                ),
                name="preference_kind_known",
            ),
        ),
    ]
