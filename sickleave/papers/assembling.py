"""A report's paper as it would be now: the records, looked up and handed to the builder."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from sickleave import queries
from sickleave.papers.absence import Around, build, series_of
from sickleave.papers.shape import EVERYTHING, AbsencePaper, AccountSaid, Edition, Series
from sickleave.rules.book import Key
from sickleave.rules.quarters import Quarter

if TYPE_CHECKING:
    from sickleave.models import Report
    from sickleave.permissions import Viewer


def _code(edition: Edition) -> str | None:
    return None if edition == EVERYTHING else edition


def paper_now(
    report: "Report",
    edition: Edition,
    *,
    viewer: "Viewer",
    frozen_on: date | None = None,
    number: int = 1,
    renewed: str = "",
    with_accounts: bool = False,
) -> AbsencePaper:
    """The report as the viewer may see it now in an edition. ``all`` is every figure, to those who keep them."""
    at = Quarter(report.year, report.quarter)
    book = queries.book(at, _code(edition), viewer=viewer, as_of=queries.published_at(report))
    accounts = queries.accounts_in(report, viewer=viewer) if with_accounts else []
    around = Around(
        departments=queries.names_of_departments(),
        units=queries.names_of_all_units(),
        bases=queries.bases(),
        targets=queries.targets(),
        areas=queries.effort_areas(),
        accounts=[
            AccountSaid(department=str(one), by=str(one.by or ""), reasons=one.reasons, measures=one.measures)
            for one in accounts
            if one.sent_at is not None and not one.private
        ],
    )
    day = frozen_on or timezone.localdate()
    return build(report, book, around, edition=edition, frozen_on=day, number=number, renewed=renewed)


def series_now(report: "Report", edition: Edition, key: Key, name: str, *, viewer: "Viewer") -> Series:
    """One group through time, as the viewer may see it now in an edition."""
    at = Quarter(report.year, report.quarter)
    book = queries.book(at, _code(edition), viewer=viewer, as_of=queries.published_at(report))
    around = Around(queries.names_of_departments(), queries.names_of_all_units(), bases=queries.bases())
    return series_of(report, book, around, edition, key, name)
