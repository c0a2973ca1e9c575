"""What the clock does with meetings."""

from django.utils import timezone

from chefforum.celery import app
from chefforum.danish import is_working_day
from chefforum.danish.dates import COPENHAGEN
from meetings.actions.approving import approve_silently
from meetings.actions.telling import remind

_FIRST_HOUR, _LAST_HOUR = 7, 17


@app.task(name="meetings.due")
def due() -> int:
    """Count silence as approval where its time has come, and on working days remind people of what is due.

    Each is done once however often the clock strikes, so that a clock that stood still makes up for it.
    """
    now = timezone.localtime(timezone.now(), COPENHAGEN)
    counted = approve_silently(now.date())
    if is_working_day(now.date()) and _FIRST_HOUR <= now.hour < _LAST_HOUR:
        counted += remind(now.date())
    return counted
