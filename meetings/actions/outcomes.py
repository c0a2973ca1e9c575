"""What came of items, noted from their decisions where nobody did while the meeting was held."""

from django.db.models import Exists, OuterRef

from chefforum.richtext import plain_text
from meetings.models import AgendaItem, Meeting, Ruling, Section, SectionKind
from meetings.rules.outcomes import outcome_of
from meetings.workflow import ItemState


def note_outcomes(meeting: Meeting) -> int:
    """Note what came of each item that nobody has noted it of, where its decision says so; answers of how many.

    What was read before is read anew.

    The caller holds the meeting's lock, or has just made it.
    """
    Ruling.objects.filter(item__meeting=meeting, read=True).delete()
    ruled = Ruling.objects.filter(item=OuterRef("pk"))
    items = AgendaItem.objects.filter(~Exists(ruled), meeting=meeting, state=ItemState.PLACED)
    words: dict[int, str] = {}
    decided = Section.objects.filter(item__in=items, kind=SectionKind.DECISION).exclude(html="").order_by("position")
    for item, html in decided.values_list("item_id", "html"):
        words[item] = words.get(item, "") + plain_text(html) + "\n"
    read = {item: outcome_of(text) for item, text in words.items()}
    made = [Ruling(item_id=item, point=0, outcome=outcome, read=True) for item, outcome in read.items() if outcome]
    return len(Ruling.objects.bulk_create(made))
