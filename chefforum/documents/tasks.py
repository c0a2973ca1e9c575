"""Work for the back office. Tasks carry ids, and run twice without harm."""

from celery import Task

from chefforum.celery import app
from chefforum.documents import actions


@app.task(bind=True, name="documents.render", max_retries=actions.MOST_ATTEMPTS - 1)
def render_document(self: "Task[[int], None]", document_id: int) -> None:
    """Make a document's PDF; tries again after 2, 4, 8 and 16 seconds, then says so on the page."""
    try:
        actions.make_pdf(document_id)
    except Exception as error:
        if self.request.retries >= actions.MOST_ATTEMPTS - 1:
            actions.give_up(document_id, type(error).__name__)
            raise
        raise self.retry(exc=error, countdown=2 ** (self.request.retries + 1)) from error
