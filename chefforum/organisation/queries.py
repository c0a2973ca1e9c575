"""The posts, by the names that minutes give them."""

from django.db.models import QuerySet

from chefforum.organisation.models import Office, OfficeAlias


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
