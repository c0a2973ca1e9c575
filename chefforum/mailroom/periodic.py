"""What the clock does with letters."""

from chefforum.celery import app
from chefforum.mailroom import actions


@app.task(name="mailroom.deliver")
def deliver() -> int:
    """Put back what a killed worker had, and send the letters that are due."""
    actions.sweep()
    return actions.deliver_due()
