"""The addresses of meetings."""

from django.urls import path, register_converter

from meetings.views import (
    access,
    archive,
    attaching,
    calendar,
    drafting,
    minutes,
    planning,
    proposals,
    reading,
    reviewing,
    sending,
    setup,
    writing,
    year,
)

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
    path("aar/<int:year>/", year.year, name="year"),
    path("aar/<int:year>/<int:month>/", year.month, name="month"),
    path("abonnement/", year.subscribe, name="subscribe"),
    path("abonnement/<str:key>.ics", year.feed, name="feed"),
    path("nyt/", planning.plan, name="plan"),
    path("raekke/", planning.series, name="series"),
    path("forslag/", proposals.proposals, name="proposals"),
    path("forslag/nyt/", proposals.propose, name="propose"),
    path("forslag/<int:item_id>/", proposals.proposal, name="proposal"),
    path("forslag/<int:item_id>/indsend/", proposals.submit, name="submit"),
    path("forslag/<int:item_id>/tag-tilbage/", proposals.take_back, name="take_back"),
    path("forslag/<int:item_id>/godtag/", proposals.accept, name="accept"),
    path("forslag/<int:item_id>/retur/", proposals.send_back, name="send_back"),
    path("forslag/<int:item_id>/traek/", proposals.withdraw, name="withdraw_proposal"),
    path("forslag/<int:item_id>/frem/", proposals.revive, name="revive"),
    path("forum/<slug:slug>/", setup.forum, name="forum"),
    path("forum/<slug:slug>/mail/", setup.set_mail, name="set_mail"),
    path("forum/<slug:slug>/<slug:part>/", setup.forum, name="forum_part"),
    path("forum/<slug:slug>/fast-punkt/<int:standing_id>/fjern/", setup.remove_standing, name="remove_standing"),
    path("forum/<slug:slug>/ferie/<int:holiday_id>/fjern/", setup.remove_holiday, name="remove_holiday"),
    path("sagsnummer/", writing.case_number, name="case_number"),
    path("indsat/", writing.pasted, name="pasted"),
    path("afsnit/<int:section_id>/", writing.save_section, name="section"),
    path("afsnit/<int:section_id>/versioner/", writing.history, name="history"),
    path("version/<int:wording_id>/", writing.wording, name="wording"),
    path("version/<int:wording_id>/hent/", writing.restore, name="restore_wording"),
    path("punkt/<int:item_id>/oplysning/", writing.save_fact, name="fact"),
    path("punkt/<int:item_id>/her/", writing.here, name="here"),
    path("punkt/<int:item_id>/hent/<int:earlier_id>/", writing.copy_text, name="copy_text"),
    path("indlaes/", archive.choose, name="import"),
    path("indlaes/gem/", archive.confirm, name="import_confirm"),
    path("<int:meeting_id>/", calendar.meeting, name="meeting"),
    path("<int:meeting_id>/ret/", planning.change, name="change"),
    path("<int:meeting_id>/aflys/", planning.cancel, name="cancel"),
    path("<int:meeting_id>/kladde/", drafting.draft, name="draft"),
    path("<int:meeting_id>/kladde/<int:item_id>/", drafting.draft, name="draft_item"),
    path("<int:meeting_id>/dagsorden/", drafting.agenda, name="agenda"),
    path("<int:meeting_id>/punkter/", drafting.add, name="add_item"),
    path("<int:meeting_id>/punkter/fra-puljen/", drafting.place, name="place"),
    path("<int:meeting_id>/punkter/<int:item_id>/igen/", drafting.take_up, name="take_up"),
    path("<int:meeting_id>/punkter/<int:item_id>/tilbage/", drafting.restore, name="restore_item"),
    path("punkt/<int:item_id>/flyt/", drafting.move, name="move_item"),
    path("punkt/<int:item_id>/traek/", drafting.withdraw, name="withdraw_item"),
    path("punkt/<int:item_id>/udsaet/", drafting.postpone, name="postpone"),
    path("punkt/<int:item_id>/puljen/", drafting.put_in_pool, name="put_in_pool"),
    path("punkt/<int:item_id>/afsnit/", drafting.add_section, name="add_section"),
    path("punkt/<int:item_id>/bilag/", attaching.attach, name="attach"),
    path("punkt/<int:item_id>/bilag/liste/", attaching.attachments, name="attachments"),
    path("punkt/<int:item_id>/bilag/numre/", attaching.number, name="number_attachments"),
    path("punkt/<int:item_id>/adgang/", access.access, name="access"),
    path("punkt/<int:item_id>/adgang/lukket/", access.close, name="close"),
    path("punkt/<int:item_id>/adgang/laesere/", access.readers, name="readers"),
    path("punkt/<int:item_id>/adgang/inhabil/", access.disqualify, name="disqualify"),
    path("punkt/<int:item_id>/bemaerkning/", minutes.remark, name="remark"),
    path("bilag/<int:attachment_id>/", attaching.draft_file, name="draft_file"),
    path("bilag/<int:attachment_id>/version/<int:version>/", attaching.draft_file, name="draft_version"),
    path("bilag/<int:attachment_id>/billede/", attaching.draft_thumbnail, name="draft_thumbnail"),
    path("bilag/<int:attachment_id>/navn/", attaching.rename, name="rename_attachment"),
    path("bilag/<int:attachment_id>/flyt/", attaching.move, name="move_attachment"),
    path("bilag/<int:attachment_id>/erstat/", attaching.replace, name="replace_attachment"),
    path("bilag/<int:attachment_id>/lukket/", attaching.close, name="close_attachment"),
    path("bilag/<int:attachment_id>/igen/", attaching.make_ready_again, name="make_ready_again"),
    path("bilag/<int:attachment_id>/fjern/", attaching.detach, name="detach"),
    path("bilag/<int:attachment_id>/tilbage/", attaching.put_back, name="put_back"),
    path("bemaerkning/<int:remark_id>/svar/", minutes.answer, name="answer"),
    path("<int:meeting_id>/send/", sending.send_agenda, name="send"),
    path("<int:meeting_id>/gennemlaesning/", reviewing.review, name="review"),
    path("<int:meeting_id>/gennemlaesning/begynd/", reviewing.begin, name="begin_review"),
    path("<int:meeting_id>/gennemlaesning/slut/", reviewing.end, name="end_review"),
    path("punkt/<int:item_id>/kommentar/", reviewing.comment, name="comment"),
    path("kommentar/<int:note_id>/afslut/", reviewing.finish, name="finish_note"),
    path("<int:meeting_id>/mails/nu/", sending.mails_now, name="mails_now"),
    path("<int:meeting_id>/mails/<int:letter_id>/igen/", sending.mail_again, name="mail_again"),
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
    path(
        "<int:meeting_id>/tillaeg/<int:supplement>/frigiv/",
        sending.release,
        {"kind": "supplement"},
        name="release_supplement",
    ),
    path(
        "<int:meeting_id>/tillaeg/<int:supplement>/frigiv/tilbage/",
        sending.withdraw_release,
        {"kind": "supplement"},
        name="withdraw_release_supplement",
    ),
    path(
        "<int:meeting_id>/tillaeg/<int:supplement>/<str:edition>.pdf",
        reading.pdf,
        {"kind": "supplement"},
        name="supplement_pdf",
    ),
    path("<int:meeting_id>/papirer/", sending.papers, name="papers"),
    path("<int:meeting_id>/laes/<str:kind>/", reading.read, name="read"),
    path("<int:meeting_id>/laes/<str:kind>/<int:number>/", reading.read, name="read_item"),
    path("<int:meeting_id>/<str:kind>/<str:edition>.pdf", reading.pdf, name="pdf"),
    path("papir/<int:paper_id>/igen/", sending.retry, name="retry"),
    path("<int:meeting_id>/bilag/<sha256:sha256>/", reading.attachment, name="attachment"),
    path("<int:meeting_id>/bilag/<sha256:sha256>/billede/", reading.thumbnail, name="thumbnail"),
]
