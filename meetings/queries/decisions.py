"""Decisions, to be looked up over all meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField, Value

from chefforum.organisation.models import Department
from chefforum.organisation.queries import departments_by_post, posts_of
from meetings.models import AgendaItem, Outcome, Ruling, Section, SectionKind
from meetings.permissions import Viewer, decided_items_seen_by

# The text of a section without its tags; what is a tag's name is no word.
_WORDS = Func(F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())


@dataclass(frozen=True)
class DecidedRow:
    """An item with what was decided under it, as HTML, the outcomes that were noted, each once, and whose it is."""

    item: AgendaItem
    html: str
    outcomes: list[str]
    department: str


def decided_items(*, viewer: Viewer) -> QuerySet[AgendaItem]:
    """The items with a decision that the viewer may look up, the newest meeting first, in the order of its agenda."""
    decided = Section.objects.filter(kind=SectionKind.DECISION).order_by("position")
    return (
        decided_items_seen_by(viewer)
        .select_related("meeting__forum", "case", "department")
        .prefetch_related(Prefetch("sections", queryset=decided))
        .order_by("-meeting__starts_at", "position")
    )


def rows_of_decisions(items: Iterable[AgendaItem]) -> list[DecidedRow]:
    """The rows of items that :func:`decided_items` has found."""
    found = list(items)
    outcomes: dict[int, dict[str, None]] = {}
    for ruling in Ruling.objects.filter(item__in=[item.pk for item in found]).order_by("item", "point"):
        outcomes.setdefault(ruling.item_id, {})[Outcome(ruling.outcome).label] = None
    recommended = _departments_recommending(found)
    return [
        DecidedRow(
            item,
            "".join(one.html for one in item.sections.all()),
            list(outcomes.get(item.pk, {})),
            str(item.department or recommended.get(item.pk, "")),
        )
        for item in found
    ]


def _departments_recommending(items: Iterable[AgendaItem]) -> dict[int, str]:
    """The department of the post that recommends under each item, by the items' ids, where there is one."""
    of_post = departments_by_post()
    parties = Section.objects.filter(item__in=[item.pk for item in items], kind=SectionKind.RECOMMENDATION)
    found: dict[int, str] = {}
    for item, names in parties.order_by("position").values_list("item_id", "parties"):
        for name in names:
            if name in of_post:
                found.setdefault(item, of_post[name])
    return found


def of_department(items: QuerySet[AgendaItem], department: Department) -> QuerySet[AgendaItem]:
    """Those that the department answers for, or that the holder of one of its posts recommended."""
    recommends = Section.objects.filter(item=OuterRef("pk"), kind=SectionKind.RECOMMENDATION)
    named = Q(pk=None)
    for post in posts_of(department):
        named |= Q(parties__contains=[post])
    return items.filter(Q(department=department) | Exists(recommends.filter(named)))


def with_words(items: QuerySet[AgendaItem], words: Iterable[str]) -> QuerySet[AgendaItem]:
    """Those that have every one of the words in their title or decision."""
    for word in words:
        escaped = escape(word, quote=False)
        # Where the markup has it is asked first: taking the tags away costs far more than looking.
        said = Section.objects.filter(item=OuterRef("pk"), kind=SectionKind.DECISION, html__icontains=escaped)
        in_words = Exists(said.annotate(words=_WORDS).filter(words__icontains=escaped))
        items = items.filter(Q(title__icontains=word) | Q(case__number__icontains=word) | in_words)
    return items
