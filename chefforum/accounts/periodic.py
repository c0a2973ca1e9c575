"""What the clock does to failed log-ins."""

from chefforum.accounts import actions
from chefforum.celery import app


@app.task(name="accounts.sweep")
def sweep() -> int:
    """Forget failed log-ins that no longer matter."""
    return actions.forget_old_guesses()
