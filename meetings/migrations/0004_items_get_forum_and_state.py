"""Items learn their forum and state; forums get the standing items that were written in the code until now."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

STANDING = (("first", "Godkendelse af dagsorden og referat"), ("last", "Evt."))


def forwards(apps, schema_editor):
    Item, Meeting = apps.get_model("meetings", "AgendaItem"), apps.get_model("meetings", "Meeting")
    forum = Meeting.objects.filter(pk=OuterRef("meeting")).values("forum")[:1]
    Item.objects.update(forum=Subquery(forum))
    Item.objects.filter(withdrawn_at__isnull=False).update(state="withdrawn")
    drafts = Item.objects.filter(meeting__state__in=["draft", "sent"])
    for edge, title in STANDING:
        drafts.filter(title=title).update(standing=edge)
        for one in apps.get_model("meetings", "Forum").objects.all():
            apps.get_model("meetings", "StandingItem").objects.create(forum=one, edge=edge, position=1, title=title)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_proposals_planning_and_wordings")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
