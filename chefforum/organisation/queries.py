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
    return Department.objects.filter(Q(end=None) | Q(end__gte=timezone.localdate()), active=True)


def named_in_office(name: str) -> User | Department | None:
    """Whom a post's or a department's name means today: the one who holds the post, else its department."""
    department = departments_in_use().filter(name__iexact=name).first()
    if department is not None:
        return department
    office = Office.objects.filter(name__iexact=resolve_party(name), active=True).select_related("department").first()
    if office is None:
        return None
    held = Tenure.objects.filter(_held_today(), office=office, user__is_active=True).select_related("user")
    holders = {tenure.user for tenure in held}
    return next(iter(holders)) if len(holders) == 1 else office.department


def departments_held_by(user: User) -> QuerySet[Department]:
    """The departments of the posts that a person holds today."""
    return Department.objects.filter(offices__tenures__in=Tenure.objects.filter(_held_today(), user=user))


def offices_held_by(user: User) -> QuerySet[Office]:
    """The posts that a person holds today."""
    return Office.objects.filter(tenures__in=Tenure.objects.filter(_held_today(), user=user))


def posts_of(department: Department) -> list[str]:
    """The names of the posts of a department, by any name that minutes give them."""
    offices = Office.objects.filter(department=department)
    aliases = OfficeAlias.objects.filter(office__in=offices).values_list("name", flat=True)
    return [*offices.values_list("name", flat=True), *aliases]


def departments_by_post() -> dict[str, str]:
    """The name of the department of each post that has one, by every name that minutes give the post."""
    found = dict(OfficeAlias.objects.exclude(office__department=None).values_list("name", "office__department__name"))
    return found | dict(Office.objects.exclude(department=None).values_list("name", "department__name"))


def heads_of(departments: Iterable[int]) -> QuerySet[User]:
    """Who holds a post of one of the departments, by their ids, today."""
    held = Tenure.objects.filter(_held_today(), office__department__in=list(departments))
    return User.objects.filter(tenures__in=held, is_active=True).distinct()


def heads_by(departments: Iterable[int]) -> dict[int, list[User]]:
    """The same by the departments' ids, in one look."""
    held = Tenure.objects.filter(_held_today(), office__department__in=list(departments), user__is_active=True)
    found: dict[int, list[User]] = {}
    for tenure in held.select_related("user", "office"):
        people = found.setdefault(tenure.office.department_id or 0, [])
        if tenure.user not in people:
            people.append(tenure.user)
    return found


def _held_today() -> Q:
    today = timezone.localdate()
    return Q(Q(end=None) | Q(end__gte=today), start__lte=today)


def department_of(user: User) -> Department | None:
    """The department of the post that a person holds today; ``None`` for a post without one."""
    held = Tenure.objects.filter(_held_today(), user=user)
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
