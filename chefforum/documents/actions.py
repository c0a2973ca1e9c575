"""Freezing a paper, and getting its PDF made."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from chefforum.audit import log
from chefforum.celery import enqueue
from chefforum.documents import render
from chefforum.documents.canonical import fingerprint
from chefforum.documents.models import Document
from chefforum.documents.workflow import WORKFLOW, DocumentState
from chefforum.files import keep
from chefforum.files.inspect import PDF
from chefforum.files.models import StoredFile
from chefforum.workflow import take

if TYPE_CHECKING:
    from chefforum.organisation.models import User

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
MOST_DEATHS = 2
# The first half of PostgreSQL's key for an advisory lock; the second is the document.
_LOCK = 7_130
LEFT_BEHIND = timedelta(seconds=45)


def freeze(
    paper: Mapping[str, object],
    *,
    title: str,
    file_name: str,
    edition: str,
    template: str,
    by: "User | None",
) -> Document:
    """Keep a paper as it is now, and have its PDF made once the caller's transaction is committed."""
    document = Document.objects.create(
        title=title,
        file_name=file_name,
        edition=edition,
        schema=str(paper["schema"]),
        template=template,
        paper=paper,
        sha256=fingerprint(paper),
        created_by=by,
    )
    transaction.on_commit(partial(hand_out, document.pk))
    return document


def hand_out(document_id: int) -> bool:
    """Put a document on the queue. A queue that is down is no error here: the sweep hands it out later."""
    return enqueue("documents.render", document_id)


def make_pdf(document_id: int) -> bool:
    """Render a document unless it is rendered; answers whether this call did.

    The attempt is counted first. One that does not come to an orderly end (the process was killed, ran out of time or
    of memory) stays counted as a death; after :data:`MOST_DEATHS` in a row the document is set aside. No transaction is
    open while it renders, and only one worker at a time renders it: the lock is the connection's, and goes with it.
    """
    with _alone_with(document_id) as alone:
        document = Document.objects.filter(pk=document_id, pdf=None).first() if alone else None
        if document is None:
            return False
        if document.deaths >= MOST_DEATHS:
            give_up(document_id, "det tog for lang tid eller for meget hukommelse")
            return False
        counted = Document.objects.filter(pk=document_id)
        counted.update(attempts=F("attempts") + 1, deaths=F("deaths") + 1)
        try:
            pdf = _made_before(document) or _render(document)
        except (MemoryError, SoftTimeLimitExceeded):
            raise
        except Exception:
            counted.update(deaths=0)
            raise
        with transaction.atomic():
            take(document, WORKFLOW, "render", pdf=pdf, deaths=0)
        return True


@contextmanager
def _alone_with(document_id: int) -> Iterator[bool]:
    """Whether no other worker has the document; none gets it meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, document_id])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, document_id])


def _made_before(document: Document) -> StoredFile | None:
    """The PDF of a document that says the very same: personal editions are often alike, and are printed once."""
    same = Document.objects.filter(
        sha256=document.sha256, template=document.template, title=document.title, edition=document.edition
    )
    twin = same.exclude(pdf=None).select_related("pdf").first()
    return twin.pdf if twin else None


def _render(document: Document) -> StoredFile:
    data, pages = render.to_pdf(document.paper, document.template, document.title, document.created_at)
    return keep.store(data, PDF, pages)


@transaction.atomic
def give_up(document_id: int, reason: str) -> None:
    """Mark a document whose PDF could not be made after the last try."""
    document = Document.objects.select_for_update().filter(pk=document_id, state=DocumentState.QUEUED).first()
    if document is None:
        return
    take(document, WORKFLOW, "give_up")
    log.record(
        "documents.gave_up", by=None, target=document, text=f"PDF’en »{document.title}« kunne ikke laves ({reason})"
    )


@transaction.atomic
def retry(document: Document, *, by: "User") -> None:
    """Have a failed PDF made again. Raises :class:`~chefforum.workflow.Overtaken` if somebody already did."""
    take(document, WORKFLOW, "retry", deaths=0)
    Document.objects.filter(pk=document.pk).update(handed_out_at=timezone.now())
    log.record("documents.retried", by=by, target=document, text=f"PDF’en »{document.title}« laves igen")
    transaction.on_commit(partial(hand_out, document.pk))


def sweep() -> int:
    """Hand out documents that no worker has finished within the time; answers how many."""
    waiting = Document.objects.filter(
        state=DocumentState.QUEUED, handed_out_at__lt=timezone.now() - LEFT_BEHIND
    ).values_list("pk", flat=True)[:200]
    handed = 0
    for document_id in list(waiting):
        if not hand_out(document_id):
            break
        Document.objects.filter(pk=document_id).update(handed_out_at=timezone.now())
        handed += 1
    return handed
