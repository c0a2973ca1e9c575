"""Getting files ready to be read: the verbs of :class:`~chefforum.files.models.Rendition`."""

import logging
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chefforum.celery import enqueue
from chefforum.files import keep, look, office
from chefforum.files.inspect import EXTENSIONS, OFFICE, PDF, PICTURES
from chefforum.files.models import Rendition, StoredFile
from chefforum.files.workflow import WORKFLOW, RenditionState
from chefforum.workflow import Overtaken, take

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
# Longer than the longest making of one; then a worker has been killed over it.
LEFT_BEHIND = timedelta(minutes=6)


def prepare(stored: StoredFile) -> None:
    """Have the file made ready once the caller's transaction is committed. Twice does no harm."""
    rendition, _ = Rendition.objects.get_or_create(original=stored)
    if rendition.state == RenditionState.WAITING:
        transaction.on_commit(partial(hand_out, stored.pk))


def hand_out(file_id: int) -> bool:
    """Put the work in the queue; ``False`` when the queue is down, and the clock tries again."""
    return enqueue("files.prepare", file_id)


def make_ready(file_id: int) -> None:
    """Make what can be made of a file. The attempt is counted first, so that a file that kills the worker ends."""
    rendition = Rendition.objects.select_related("original").filter(original_id=file_id).first()
    if rendition is None or rendition.state != RenditionState.WAITING:
        return
    Rendition.objects.filter(pk=rendition.pk).update(attempts=F("attempts") + 1, handed_out_at=timezone.now())
    if rendition.attempts >= MOST_ATTEMPTS:
        _take(rendition, "give_up")
        return
    try:
        _make(rendition)
    except office.Unable:
        _take(rendition, "offer_original")
    except office.Slow:
        # The machine may be busy; the clock hands it out again, three times in all.
        logger.warning("File %s took too long to make ready.", file_id)
    except (office.Unreadable, look.Unreadable, OSError) as error:
        logger.warning("File %s could not be made ready: %s", file_id, error)
        _take(rendition, "give_up")


def _make(rendition: Rendition) -> None:
    source = rendition.original
    path, kind = Path(source.on_disk), source.content_type
    if kind not in (PDF, *PICTURES, *OFFICE):
        _take(
            rendition, "make_ready", text=path.read_text("utf-8", errors="replace")[: look.MOST_TEXT].replace("\0", "")
        )
        return
    with tempfile.TemporaryDirectory(dir=keep.workroom()) as name:
        folder = Path(name)
        made: bytes | None = None
        if kind in OFFICE:
            made = office.to_pdf(path, EXTENSIONS[kind], room=keep.workroom())
            path = folder / "made.pdf"
            path.write_bytes(made)
        seen = look.look_at(path, PDF if made else kind, folder)
        thumbnail = keep.store(seen.thumbnail, "image/png")
        pdf = keep.store(made, PDF, seen.pages) if made else None
        _take(rendition, "make_ready", pdf=pdf, thumbnail=thumbnail, text=seen.text)


def _take(rendition: Rendition, verb: str, **fields: object) -> None:
    try:
        take(rendition, WORKFLOW, verb, **fields)
    except Overtaken:
        # Another worker was quicker with the same file; its work is as good.
        logger.info("File %s was made ready by another worker.", rendition.original_id)


def retry(stored: StoredFile) -> None:
    """Have a file made ready again that could not be."""
    rendition = Rendition.objects.filter(original=stored).first()
    if rendition is None:
        prepare(stored)
    elif rendition.state == RenditionState.FAILED:
        take(rendition, WORKFLOW, "retry", attempts=0)
        transaction.on_commit(partial(hand_out, stored.pk))


def try_originals_again() -> int:
    """Hand out the files that could only be offered as they are, once the machine has LibreOffice; how many."""
    if office.program() is None:
        return 0
    waiting = list(Rendition.objects.filter(state=RenditionState.ORIGINAL)[:200])
    for rendition in waiting:
        take(rendition, WORKFLOW, "retry", attempts=0)
        hand_out(rendition.original_id)
    return len(waiting)


def sweep() -> int:
    """Hand out files that no worker has finished within the time; answers how many."""
    left = Rendition.objects.filter(
        state=RenditionState.WAITING, handed_out_at__lt=timezone.now() - LEFT_BEHIND
    ).values_list("original_id", flat=True)[:200]
    handed = 0
    for file_id in list(left):
        if not hand_out(file_id):
            break
        Rendition.objects.filter(original_id=file_id).update(handed_out_at=timezone.now())
        handed += 1
    return handed
