"""What the clock does with letters."""

from chefforum.celery import app
from chefforum.mailroom import actions


@app.task(name="mailroom.deliver")
def deliver() -> int:
    """Send the letters that are due."""
    return actions.deliver_due()
