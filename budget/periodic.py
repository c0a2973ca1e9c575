"""What the clock does with the budget agreement."""

from django.utils import timezone

from budget.actions.rounds import remind_all
from chefforum.celery import app
from chefforum.danish import is_working_day
from chefforum.danish.dates import COPENHAGEN

_FIRST_HOUR, _LAST_HOUR = 7, 17


@app.task(name="budget.due")
def due() -> int:
    """On working days, remind those whose points or texts are near their day or past it; each stage once."""
    now = timezone.localtime(timezone.now(), COPENHAGEN)
    if is_working_day(now.date()) and _FIRST_HOUR <= now.hour < _LAST_HOUR:
        return remind_all(now.date())
    return 0
