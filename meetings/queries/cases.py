"""Help with case numbers: KLE's subjects, and cases that have been on an agenda."""

import re
from dataclasses import dataclass, field

from django.db.models import Case as Choose
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from meetings.models import AgendaItem, Case, Facet, Subject
from meetings.permissions import Viewer, items_quoted_by, proposals_seen_by

_MOST = 8
_NUMBER = re.compile(r"(?P<subject>\d{2}\.\d{2}\.\d{2})(?:-(?P<facet>[A-ZÆØÅ]\d{2}))?")


@dataclass(frozen=True)
class CaseHelp:
    """What is known of a case number that is being typed, and what it may become."""

    subject: Subject | None = None
    facet: Facet | None = None
    unknown_subject: str = ""
    subjects: list[Subject] = field(default_factory=list)
    cases: list["UsedCase"] = field(default_factory=list)


@dataclass(frozen=True)
class UsedCase:
    """A case that has been used, and the title of the latest item on it that the viewer may read."""

    number: str
    title: str


def case_help(text: str, *, viewer: Viewer) -> CaseHelp:
    """Help with a number or a word: its subject where it has one, else subjects and cases to choose from.

    A subject nobody knows is told of only where a list of subjects has been brought in (``domain.md`` a).
    Cases are those of items that the viewer may read.
    """
    typed = text.replace("\x00", "").strip()
    number = _NUMBER.match(typed)
    if not number:
        return CaseHelp(subjects=_subjects(typed), cases=_cases(typed, viewer)) if len(typed) >= 2 else CaseHelp()
    subject = Subject.objects.filter(number=number["subject"]).first()
    return CaseHelp(
        subject=subject,
        facet=Facet.objects.filter(code=number["facet"]).first() if number["facet"] else None,
        unknown_subject="" if subject or not Subject.objects.exists() else number["subject"],
        cases=[case for case in _cases(typed, viewer) if case.number != typed],
    )


def _subjects(typed: str) -> list[Subject]:
    """Subjects by number, title or keyword; those whose title has the word first, then by number."""
    if typed[0].isdigit():
        return list(Subject.objects.filter(number__startswith=typed, retired=False)[:_MOST])
    found: QuerySet[Subject] = Subject.objects.filter(retired=False)
    for word in typed.split():
        at_start = rf"\m{re.escape(word)}"
        found = found.filter(Q(title__iregex=at_start) | Q(keywords__iregex=at_start))
    first = rf"\m{re.escape(typed.split(maxsplit=1)[0])}"
    rank = Choose(When(title__iregex=first, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(found.annotate(rank=rank).order_by("rank", "number")[:_MOST])


def _cases(typed: str, viewer: Viewer) -> list[UsedCase]:
    seen = (items_quoted_by(viewer) | proposals_seen_by(viewer)).exclude(case=None)
    match = Q(number__startswith=typed)
    if not typed[0].isdigit():
        match = Q(pk__in=seen.filter(title__icontains=typed).values("case"))
    latest = AgendaItem.objects.filter(case=OuterRef("pk"), pk__in=seen.values("pk")).order_by("-pk")
    found = Case.objects.filter(match, pk__in=seen.values("case")).annotate(
        used_for=Subquery(latest.values("title")[:1])
    )
    return [UsedCase(case.number, case.used_for) for case in found.order_by("-pk")[:5]]
