"""What the clock does to received files."""

from chefforum.celery import app
from chefforum.files import keep


@app.task(name="files.sweep")
def sweep() -> int:
    """Forget files that a person put aside and left."""
    return keep.sweep()
