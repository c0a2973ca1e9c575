"""KLE's list into the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from chefforum.audit import log
from chefforum.organisation.models import User
from meetings.actions.guard import require
from meetings.models import Facet, Subject
from meetings.permissions import may_plan


@dataclass(frozen=True)
class BroughtIn:
    """What a list of subjects changed. ``retired`` are those that were known and are not on the list."""

    new: int
    changed: int
    same: int
    retired: int
    facets: int


@transaction.atomic
def bring_in_subjects(
    subjects: Mapping[str, tuple[str, Sequence[str]]], facets: Mapping[str, str], *, by: User | None
) -> BroughtIn:
    """Keep a list of subjects (number to title and keywords) and facets (code to title). The same list changes nothing.

    A subject that is not on the list any more is kept as retired, since old cases have its number. A list of facets
    alone retires nothing. ``by`` is ``None`` on the command line.
    """
    if by is not None:
        require(may_plan(by))
    known = {subject.number: subject for subject in Subject.objects.select_for_update()}
    wanted = {
        number: Subject(number=number, title=title, keywords="\n".join(keywords))
        for number, (title, keywords) in subjects.items()
    }
    new = [subject for number, subject in wanted.items() if number not in known]
    changed = [_update(known[number], subject) for number, subject in wanted.items() if number in known]
    touched = [subject for subject in changed if subject is not None]
    Subject.objects.bulk_create(new)
    Subject.objects.bulk_update(touched, ["title", "keywords", "retired"])
    gone = [subject.pk for number, subject in known.items() if number not in wanted and not subject.retired]
    retired = Subject.objects.filter(pk__in=gone).update(retired=True) if wanted else 0
    for code, title in facets.items():
        Facet.objects.update_or_create(code=code, defaults={"title": title})
    result = BroughtIn(len(new), len(touched), len(wanted) - len(new) - len(touched), retired, len(facets))
    target = Subject.objects.order_by("pk").first() or Facet.objects.order_by("pk").first()
    if target is not None and (new or touched or retired or facets):
        text = f"KLE er indlæst: {result.new} nye emner, {result.changed} ændrede, {result.retired} udgåede"
        log.record("meetings.subjects_brought_in", by=by, target=target, text=text)
    return result


def _update(known: Subject, wanted: Subject) -> Subject | None:
    """The known subject as it is to be, or ``None`` when it is so already."""
    if (known.title, known.keywords, known.retired) == (wanted.title, wanted.keywords, False):
        return None
    known.title, known.keywords, known.retired = wanted.title, wanted.keywords, False
    return known
