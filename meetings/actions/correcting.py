"""What a decision corrects in an attachment."""

from html import escape

from django.db import IntegrityError, transaction

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.guard import lock_item, name_of, require
from meetings.actions.writing import add_words
from meetings.models import Attachment, Erratum
from meetings.permissions import may_run, may_see_attachment, may_see_item
from meetings.rules.citing import number_of
from meetings.workflow import MeetingState


@transaction.atomic
def correct_figure(attachment: Attachment, *, was: str, now: str, by: User) -> Erratum:
    """Record that a decision corrects something in an attachment: the attachment is marked, the decision says so (D43).

    What the meeting had before it stays as it was. Of a closed attachment to an open item the decision says nothing: it
    is read by people from whom the attachment is kept.
    """
    item = lock_item(attachment.item)
    require(may_run(by, item.on) and may_see_item(by, item) and may_see_attachment(by, attachment))
    if item.on.state != MeetingState.HELD:
        raise Refused("Et bilag rettes med beslutningen, mens referatet skrives. Intet er ændret.")
    was, now = (" ".join(part.replace("→", "->").split()) for part in (was, now))
    if not was or not now or was == now:
        raise Refused("Skriv, hvad der står i bilaget, og hvad det rettes til. Intet er ændret.")
    try:
        with transaction.atomic():
            made = Erratum.objects.create(attachment=attachment, was=was, now=now, by=by)
    except IntegrityError as error:
        raise Refused(f"»{was}« er allerede rettet i bilaget. Intet er ændret.") from error
    if item.closed or not attachment.closed:
        number = number_of(attachment.title)
        which = f"bilag {number}" if number else f"bilaget »{attachment.title}«"
        sentence = f"I {which} rettes {was} til {now}."
        add_words(item, f"<p>{escape(sentence, quote=False)}</p>", by=by)
    text = f"Et bilag til {name_of(item)} er rettet af beslutningen"
    log.record("meetings.figure_corrected", by=by, target=item, text=text)
    return made
