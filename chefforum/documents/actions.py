"""Freezing a paper, and getting its PDF made."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.celery import app
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
    try:
        app.send_task("documents.render", (document_id,), retry=False)
    except Exception:  # the broker's client raises whatever its socket raises
        logger.warning("The queue did not answer; document %s waits for the sweep.", document_id)
        return False
    return True


@transaction.atomic
def make_pdf(document_id: int) -> bool:
    """Render a document unless it is rendered; answers whether this call did.

    The row is locked meanwhile, so two workers with the same task do the work once, and a worker that is
    killed leaves the document as it was.
    """
    document = Document.objects.select_for_update(skip_locked=True).filter(pk=document_id, pdf=None).first()
    if document is None:
        return False
    document.pdf = _made_before(document) or _render(document)
    document.attempts += 1
    document.save(update_fields=["pdf", "attempts"])
    take(document, WORKFLOW, "render")
    return True


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
    take(document, WORKFLOW, "retry")
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
