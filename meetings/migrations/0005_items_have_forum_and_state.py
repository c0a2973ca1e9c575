from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_items_get_forum_and_state"),
        ("organisation", "0002_school_holidays"),
    ]
    operations = [
        migrations.RemoveField(model_name="agendaitem", name="withdrawn_at"),
        migrations.AlterField(
            model_name="agendaitem",
            name="forum",
            field=models.ForeignKey(
                on_delete=PROTECT, related_name="items", to="meetings.forum", verbose_name="forum"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "placed")), fields=("meeting", "position"), name="one_item_a_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["placed", "postponed"]), _negated=True),
                    ("meeting__isnull", False),
                    _connector="OR",
                ),
                name="placed_item_has_a_meeting",
            ),
        ),
    ]
