from django.db import migrations


def fill(apps, schema_editor):
    """Remarks that were answered were so by a reply; the standing item that approves minutes fills itself from now."""
    apps.get_model("meetings", "Remark").objects.filter(answered_at__isnull=False).update(closing="reply")
    standing = apps.get_model("meetings", "StandingItem").objects.filter(edge="first", title__icontains="referat")
    standing.update(fill="minutes")
    items = apps.get_model("meetings", "AgendaItem").objects.filter(
        standing="first", title__icontains="referat", meeting__state__in=["draft", "review"]
    )
    items.update(fill="minutes")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0012_approval_and_follow_up")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
