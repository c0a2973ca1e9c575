"""What the clock does to documents."""

from chefforum.celery import app
from chefforum.documents import actions


@app.task(name="documents.sweep")
def sweep() -> int:
    """Hand out documents that were left unrendered: the queue was down, or a worker was killed."""
    return actions.sweep()
