"""Work for the back office. Tasks carry ids, and run twice without harm."""

from chefforum.celery import app
from chefforum.files import preparing


@app.task(name="files.prepare")
def prepare(file_id: int) -> None:
    """Make a file ready to be read."""
    preparing.make_ready(file_id)
