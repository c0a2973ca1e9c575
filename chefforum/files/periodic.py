"""What the clock does to received files."""

from chefforum.celery import app
from chefforum.files import keep, preparing


@app.task(name="files.sweep")
def sweep() -> int:
    """Forget files that a person put aside and left; hand out again what no worker has finished."""
    return keep.sweep() + preparing.sweep() + preparing.try_originals_again()
