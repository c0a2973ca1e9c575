"""What the clock does with the absence statistics."""

from django.utils import timezone

from chefforum.celery import app
from chefforum.danish import is_working_day
from chefforum.danish.dates import COPENHAGEN
from sickleave.actions.accounts import remind_all

_FIRST_HOUR, _LAST_HOUR = 7, 17


@app.task(name="sickleave.due")
def due() -> int:
    """On working days, remind heads whose accounts are near their day or past it; each stage once."""
    now = timezone.localtime(timezone.now(), COPENHAGEN)
    if is_working_day(now.date()) and _FIRST_HOUR <= now.hour < _LAST_HOUR:
        return remind_all(now.date())
    return 0
