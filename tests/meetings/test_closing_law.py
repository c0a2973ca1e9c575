"""No word of what is closed stands in an edition that may not show it: page, text, JSON, and everything in the PDF."""

import json

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.documents import render
from meetings import queries
from meetings.actions import access, attaching, sending
from meetings.models import MeetingPaper
from meetings.papers.build import TEMPLATE
from meetings.papers.text import to_text
from tests.factories import a_forum, a_meeting, a_person, add, again, attach, fresh, write
from tests.meetings.test_editions import everything_in

STAFF = access.Closing(True, "staff")
NAMED = (1, 2, 3)


def paper_of(meeting, user):
    return queries.paper_for(fresh(meeting), "agenda", viewer=user)


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_word_of_what_is_closed_is_in_an_edition_that_may_not_show_it(data):
    """Random closed items, closed attachments, named readers and inhabile; page, text, JSON and all of the PDF."""
    with transaction.atomic():
        forum = a_forum()
        secretary, anna, bo = (
            a_person("mette", "secretariat"),
            a_person("anna", "director", forum),
            a_person("bo", "head_of_department", forum),
        )
        meeting = a_meeting(forum, secretary)
        words: dict[str, set[str]] = {"open": set(), "anna": set(), "bo": set()}
        for number in NAMED:
            plan_item(data, meeting, number, secretary, anna, bo, words)
        sending.send_agenda(fresh(meeting), by=secretary)
        editions = {
            "open": MeetingPaper.objects.get(meeting=meeting, edition="open", current=True),
            "anna": paper_of(meeting, anna),
            "bo": paper_of(meeting, bo),
        }
        for who, sent in editions.items():
            for text in everything_said(sent):
                for word in words[who]:
                    assert word.casefold() not in text.casefold(), f"{word} in the edition of {who}"
        transaction.set_rollback(True)


def plan_item(data, meeting, number, secretary, anna, bo, words) -> None:
    """An item with words of its own in every part, closed to whom the data say; ``words`` gets what each may not see."""
    said = f"Hemmeligt{'abc'[number - 1]}"
    item = add(meeting, f"{said}titel", secretary)
    case = f"81.00.00-A00-{900 + number}-26"
    write(
        item, secretary, f"<p>{said}tekst</p>", case_number=case, presenters=[f"{said}person"], planned_minutes=number
    )
    file = attach(item, secretary, f"{said}bilag.txt", f"{said} fil {number}")
    closed = data.draw(st.booleans(), label=f"item {number} closed")
    if closed:
        access.set_closed(again(item), STAFF, by=secretary)
        words["open"] |= {said, case}
        few = data.draw(st.sampled_from([None, [], ["anna"], ["bo"]]), label="named")
        if few is not None:
            access.set_readers(again(item), named=[{"anna": anna, "bo": bo}[one] for one in few], by=secretary)
            for who in {"anna", "bo"} - set(few):
                words[who] |= {said, case}
    elif data.draw(st.booleans(), label="attachment closed"):
        attaching.close_attachment(file, closed=True, ground="economy", by=secretary)
        words["open"] |= {f"{said}bilag", file.file.sha256}
    for who, user in (("anna", anna), ("bo", bo)):
        if data.draw(st.booleans(), label=f"{who} inhabil"):
            access.disqualify(again(item), user, by=secretary)
            words[who] |= {said, case}


def everything_said(sent) -> list[str]:
    document = sent.document
    paper = document.paper
    pdf, _ = render.to_pdf(paper, TEMPLATE, document.title, timezone.now())
    return [
        json.dumps(paper, ensure_ascii=False),
        to_text(paper),
        render.to_html(paper, TEMPLATE, document.title),
        document.title,
        document.file_name,
        *everything_in(pdf),
    ]
