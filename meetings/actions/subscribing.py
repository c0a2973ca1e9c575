"""A person's secret calendar address."""

import secrets

from django.db import transaction

from chefforum.audit import log
from chefforum.organisation.models import User
from meetings.models import CalendarFeed


@transaction.atomic
def calendar_feed(*, by: User) -> CalendarFeed:
    """The person's own address, made the first time it is asked for."""
    feed, created = CalendarFeed.objects.get_or_create(user=by, defaults={"key": secrets.token_urlsafe(32)})
    if created:
        log.record("meetings.feed_made", by=by, target=by, text=f"{by} har fået en kalenderadresse")
    return feed


@transaction.atomic
def renew_calendar_feed(*, by: User) -> CalendarFeed:
    """Another address; the old one stops answering at once."""
    feed, _ = CalendarFeed.objects.update_or_create(user=by, defaults={"key": secrets.token_urlsafe(32)})
    log.record("meetings.feed_renewed", by=by, target=by, text=f"{by} har fået en ny kalenderadresse")
    return feed
