"""The addresses of meetings."""

from django.urls import path, register_converter

from meetings.views import access, archive, calendar, drafting, minutes, reading, sending

app_name = "meetings"


class Sha256Converter:
    """A check sum in an address."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Sha256Converter, "sha256")

urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("nyt/", calendar.plan, name="plan"),
    path("indlaes/", archive.choose, name="import"),
    path("indlaes/gem/", archive.confirm, name="import_confirm"),
    path("<int:meeting_id>/", calendar.meeting, name="meeting"),
    path("<int:meeting_id>/ret/", calendar.change, name="change"),
    path("<int:meeting_id>/kladde/", drafting.draft, name="draft"),
    path("<int:meeting_id>/kladde/<int:item_id>/", drafting.draft, name="draft_item"),
    path("<int:meeting_id>/punkter/", drafting.add, name="add_item"),
    path("<int:meeting_id>/punkter/<int:item_id>/tilbage/", drafting.restore, name="restore_item"),
    path("punkt/<int:item_id>/flyt/", drafting.move, name="move_item"),
    path("punkt/<int:item_id>/traek/", drafting.withdraw, name="withdraw_item"),
    path("punkt/<int:item_id>/bilag/", drafting.attach, name="attach"),
    path("punkt/<int:item_id>/adgang/", access.access, name="access"),
    path("punkt/<int:item_id>/adgang/lukket/", access.close, name="close"),
    path("punkt/<int:item_id>/adgang/inhabil/", access.disqualify, name="disqualify"),
    path("punkt/<int:item_id>/bemaerkning/", minutes.remark, name="remark"),
    path("bilag/<int:attachment_id>/fjern/", drafting.detach, name="detach"),
    path("bemaerkning/<int:remark_id>/svar/", minutes.answer, name="answer"),
    path("beslutning/<int:section_id>/", minutes.decide, name="decide"),
    path("<int:meeting_id>/send/", sending.send_agenda, name="send"),
    path("<int:meeting_id>/udgave/<str:edition>/", sending.preview, name="preview"),
    path("<int:meeting_id>/afholdt/", sending.begin_minutes, name="begin_minutes"),
    path("<int:meeting_id>/ikke-afholdt/", sending.reopen_agenda, name="reopen_agenda"),
    path("<int:meeting_id>/referat/", minutes.write, name="minutes"),
    path("<int:meeting_id>/referat/send/", sending.send_minutes, name="send_minutes"),
    path("<int:meeting_id>/godkendelse/", minutes.approval, name="approval"),
    path("<int:meeting_id>/godkend/", minutes.approve, name="approve"),
    path("<int:meeting_id>/laas/", minutes.lock, name="lock"),
    path("<int:meeting_id>/frigiv/<str:kind>/", sending.release, name="release"),
    path("<int:meeting_id>/frigiv/<str:kind>/tilbage/", sending.withdraw_release, name="withdraw_release"),
    path("<int:meeting_id>/papirer/", sending.papers, name="papers"),
    path("<int:meeting_id>/laes/<str:kind>/", reading.read, name="read"),
    path("<int:meeting_id>/laes/<str:kind>/<int:number>/", reading.read, name="read_item"),
    path("<int:meeting_id>/<str:kind>/<str:edition>.pdf", reading.pdf, name="pdf"),
    path("papir/<int:paper_id>/igen/", sending.retry, name="retry"),
    path("<int:meeting_id>/bilag/<sha256:sha256>/", reading.attachment, name="attachment"),
]
