"""Who is who."""

from datetime import date

from django.db.models import Q, QuerySet

from chefforum.organisation.models import Office, OfficeAlias, Tenure, User


def title_of(user: User, day: date) -> str:
    """The person's title on a day, or the role's name when no post is known."""
    held = Tenure.objects.filter(user=user, start__lte=day).filter(Q(end__isnull=True) | Q(end__gte=day)).first()
    return held.title if held else user.get_role_display()


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
