"""A document is rendered once, whatever happens to the queue and the worker."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from chefforum.documents import actions, render
from chefforum.documents.models import Document
from chefforum.documents.tasks import render_document
from chefforum.workflow import Overtaken
from meetings.actions import sending
from tests.factories import a_meeting, fresh


@pytest.fixture
def document(forum, secretary):
    meeting = a_meeting(forum, secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    return Document.objects.order_by("pk").first()


def test_a_task_that_runs_twice_renders_once(document):
    assert actions.make_pdf(document.pk)
    first = Document.objects.get(pk=document.pk)
    assert not actions.make_pdf(document.pk)
    again = Document.objects.get(pk=document.pk)
    assert (again.pdf_id, again.state, again.attempts) == (first.pdf_id, "rendered", 1)


def test_a_document_that_is_gone_is_no_error(db):
    assert not actions.make_pdf(987_654)


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_does_not_lose_the_sending(forum, secretary, monkeypatch):
    from chefforum import celery
    from chefforum.celery import app

    monkeypatch.setattr(celery, "_silent_until", 0.0)
    meeting = a_meeting(forum, secretary)
    with mock.patch.object(app, "send_task", side_effect=ConnectionError("down")) as tried:
        sending.send_agenda(fresh(meeting), by=secretary)
    assert tried.called
    assert fresh(meeting).state == "sent"
    monkeypatch.setattr(celery, "_silent_until", 0.0)
    Document.objects.update(handed_out_at=timezone.now() - timedelta(minutes=5))
    with mock.patch.object(app, "send_task") as handed:
        assert actions.sweep() == 2
        assert actions.sweep() == 0
    assert handed.call_count == 2


def test_the_sweep_leaves_what_is_young_or_done(document):
    from chefforum.celery import app

    actions.make_pdf(document.pk)
    Document.objects.filter(pk=document.pk).update(handed_out_at=timezone.now() - timedelta(hours=1))
    with mock.patch.object(app, "send_task") as handed:
        assert actions.sweep() == 0
    assert not handed.called


def test_a_failing_render_is_tried_again_and_then_shown_as_failed(document, secretary, login):
    from celery.exceptions import Retry

    with mock.patch.object(render, "to_pdf", side_effect=ValueError("itu")):
        with mock.patch.object(render_document, "retry", side_effect=Retry()) as retry, pytest.raises(Retry):
            render_document(document.pk)
        assert retry.call_args.kwargs["countdown"] == 2
        render_document.push_request(retries=actions.MOST_ATTEMPTS - 1)
        try:
            with pytest.raises(ValueError, match="itu"):
                render_document.run(document.pk)
        finally:
            render_document.pop_request()
    document.refresh_from_db()
    assert document.state == "failed"
    from django.urls import reverse

    from meetings.models import MeetingPaper

    paper = MeetingPaper.objects.get(document=document)
    page = login(secretary).get(reverse("meetings:meeting", args=[paper.meeting_id])).content.decode()
    assert "PDF’en kunne ikke laves" in page
    assert login(secretary).post(reverse("meetings:retry", args=[paper.pk])).status_code == 302
    document.refresh_from_db()
    assert document.state == "queued"
    with pytest.raises(Overtaken):
        actions.retry(document, by=secretary)


def test_rendering_that_fails_leaves_no_half(document):
    with mock.patch.object(render, "to_pdf", side_effect=ValueError("itu")), pytest.raises(ValueError, match="itu"):
        actions.make_pdf(document.pk)
    document.refresh_from_db()
    assert (document.state, document.pdf_id, document.attempts, document.deaths) == ("queued", None, 1, 0)
