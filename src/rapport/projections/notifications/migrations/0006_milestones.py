from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0003_retired_handles"),
        ("notifications", "0005_endorsements_and_recommendations"),
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
                            "page_role",
                            "page_role_accepted",
                            "contact_joined",
                            "group_invitation",
                            "group_request",
                            "group_admitted",
                            "group_role",
                            "endorsement",
                            "recommendation_asked",
                            "recommendation",
                            "milestone",
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
                            "page_role",
                            "page_role_accepted",
                            "contact_joined",
                            "group_invitation",
                            "group_request",
                            "group_admitted",
                            "group_role",
                            "endorsement",
                            "recommendation_asked",
                            "recommendation",
                            "milestone",
                        ],
                    )
                ),
                name="preference_kind_known",
            ),
        ),
    ]
