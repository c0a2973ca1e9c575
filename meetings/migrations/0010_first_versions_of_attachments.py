"""Attachments get the version they have, papers the ids of the attachments they name, and closed items a ground."""

from django.db import migrations


def forwards(apps, schema_editor):
    Item, Attachment, Version, Paper = (
        apps.get_model("meetings", name) for name in ("AgendaItem", "Attachment", "AttachmentVersion", "MeetingPaper")
    )
    Item.objects.filter(closed=True, closed_ground="").update(closed_ground="other")
    named = {}
    for paper in Paper.objects.select_related("document").iterator():
        ids = {}
        for item in paper.document.paper["items"]:
            pk = paper.numbers.get(str(item["number"]))
            known = {one.title: one.pk for one in Attachment.objects.filter(item=pk)} if pk else {}
            ids[str(item["number"])] = [known.get(one["title"], 0) for one in item["attachments"]]
            for pk in ids[str(item["number"])]:
                named[pk] = min(named.get(pk, paper.document.created_at), paper.document.created_at)
        Paper.objects.filter(pk=paper.pk).update(attachments=ids)
    Version.objects.bulk_create(
        Version(attachment=one, number=1, file_id=one.file_id, name=one.title, sent_at=named.get(one.pk))
        for one in Attachment.objects.filter(file__isnull=False).iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_attachments_closing_and_sending")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
