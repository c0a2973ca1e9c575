"""The posts, by the names that minutes give them; departments; days without meetings."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from chefforum.organisation.models import Department, Office, OfficeAlias, SchoolHoliday, Tenure, User


def offices_in_use() -> QuerySet[Office]:
    """The posts that can recommend today."""
    return Office.objects.filter(active=True)


def resolve_party(name: str) -> str:
    """The one spelling of a recommending party (D32); a name nobody knows is kept as written."""
    office = Office.objects.filter(name__iexact=name).first()
    if office is None:
        alias = OfficeAlias.objects.filter(name__iexact=name).select_related("office").first()
        office = alias.office if alias else None
    return office.name if office else name


def departments_in_use() -> QuerySet[Department]:
    """The departments there are today."""
    return Department.objects.filter(active=True)


def department_of(user: User) -> Department | None:
    """The department of the post that a person holds today; ``None`` for a post without one."""
    today = timezone.localdate()
    held = Tenure.objects.filter(Q(end=None) | Q(end__gte=today), user=user, start__lte=today)
    tenure = held.select_related("office__department").order_by("-start").first()
    return tenure.office.department if tenure else None


def titles_on(users: Iterable[User], day: date) -> dict[int, str]:
    """What each of the people was called in their post on a day, by the person's id; who held none is left out."""
    held = Tenure.objects.filter(Q(end=None) | Q(end__gte=day), user__in=list(users), start__lte=day)
    return {tenure.user_id: tenure.title for tenure in held.order_by("start")}


def school_holidays(start: date, end: date) -> QuerySet[SchoolHoliday]:
    """The school holidays that touch a stretch of days, both ends included."""
    return SchoolHoliday.objects.filter(start__lte=end, end__gte=start)


def days_off(start: date, end: date) -> dict[date, str]:
    """Every day of the school holidays that touch a stretch of days, with the holiday's name."""
    return {
        holiday.start + timedelta(days=ahead): holiday.name
        for holiday in school_holidays(start, end)
        for ahead in range((holiday.end - holiday.start).days + 1)
    }
