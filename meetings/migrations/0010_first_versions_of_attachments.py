"""Attachments get the version they have, papers the ids of the attachments they name, closed items a ground."""

from django.db import migrations

AFTER_THE_MEETING = ("held", "approval", "approved")


def same(attachment, named):
    """How well an attachment of the records answers to one of a paper: by its file before its name."""
    file = named["file"]["sha256"] if named["file"] else None
    own = attachment.file.sha256 if attachment.file else None
    return (file is not None and own == file, attachment.title == named["title"])


def ids_of(named, attachments):
    """The id of each attachment that a paper names, each once; 0 for one that is not known any more."""
    left, ids = list(attachments), []
    for one in named:
        best = max(left, key=lambda record: same(record, one), default=None)
        if best is None or not any(same(best, one)):
            ids.append(0)
            continue
        left.remove(best)
        ids.append(best.pk)
    return ids


def forwards(apps, schema_editor):
    Item, Attachment, Version, Paper = (
        apps.get_model("meetings", name) for name in ("AgendaItem", "Attachment", "AttachmentVersion", "MeetingPaper")
    )
    Item.objects.filter(closed=True, closed_ground="").update(closed_ground="other")
    sent = {}
    for paper in Paper.objects.select_related("document").iterator():
        ids, at = {}, paper.document.created_at
        for item in paper.document.paper["items"]:
            pk = paper.numbers.get(str(item["number"]))
            records = Attachment.objects.filter(item=pk).select_related("file").order_by("position", "pk") if pk else []
            ids[str(item["number"])] = ids_of(item["attachments"], records)
            for one in ids[str(item["number"])]:
                sent[one] = min(sent.get(one, at), at)
        Paper.objects.filter(pk=paper.pk).update(attachments=ids)
    files = set()
    for one in Attachment.objects.filter(file__isnull=False).select_related("item__meeting").iterator():
        meeting = one.item.meeting
        held = meeting is not None and meeting.state in AFTER_THE_MEETING
        Version.objects.create(
            attachment=one,
            number=1,
            file_id=one.file_id,
            name=one.title,
            sent_at=sent.get(one.pk),
            shown=held and one.pk in sent,
        )
        files.add(one.file_id)
    Rendition = apps.get_model("files", "Rendition")
    known = set(Rendition.objects.filter(original__in=files).values_list("original", flat=True))
    Rendition.objects.bulk_create(Rendition(original_id=pk) for pk in files - known)


class Migration(migrations.Migration):
    dependencies = [("files", "0002_renditions"), ("meetings", "0009_attachments_closing_and_sending")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
