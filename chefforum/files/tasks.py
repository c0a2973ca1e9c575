"""Work for the back office. Tasks carry ids, and run twice without harm."""

from chefforum.celery import app
from chefforum.files import preparing


# LibreOffice and the look at the file have bounds of their own, which are shorter together.
@app.task(name="files.prepare", soft_time_limit=300, time_limit=330)
def prepare(file_id: int) -> None:
    """Make a file ready to be read."""
    preparing.make_ready(file_id)
