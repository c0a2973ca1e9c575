"""What a report demands: days in order, figures that are all there, a reason for going back."""

from collections.abc import Mapping, Sequence
from datetime import date

from chefforum.danish import count, enumerate_words
from chefforum.workflow import Refused
from sickleave.rules.quarters import Quarter


def must_be_in_order(due: date, forum_on: date, committee_on: date) -> None:
    """Raises :class:`Refused` unless accounts are due by the forum's meeting, and it comes before the committee's or on
    its day. Where the committee meets first (D66), the papers are the same.
    """
    if due > forum_on:
        raise Refused("Redegørelserne skal være inde senest den dag, Chefforum mødes. Intet er gemt.")
    if abs((committee_on - forum_on).days) > 366:
        raise Refused("Der er over et år mellem de to møder. Se datoerne efter. Intet er gemt.")


def must_have_figures(missing: Mapping[Quarter, Sequence[str]]) -> None:
    """Raises :class:`Refused` where units lack figures: their names, by quarter."""
    if not missing:
        return
    told = []
    for quarter, names in list(missing.items())[:4]:
        more = f" og {count(len(names) - 5, 'anden', 'andre')}" if len(names) > 5 else ""
        told.append(f"{quarter}: {enumerate_words(list(names[:5]))}{more}")
    raise Refused(
        f"Der mangler tal, så opgørelsen ikke er hel. {'. '.join(told)}. Læs dem ind, eller nedlæg enhederne, og prøv "
        "igen. Intet er udgivet."
    )


def must_have_a_reason(verb: str, reason: str) -> str:
    """The reason for a step that needs one, tidied. Raises :class:`Refused` where it is missing."""
    tidied = " ".join(reason.split())[:400]
    if verb in ("reopen", "renew") and not tidied:
        raise Refused("Skriv, hvorfor. Begrundelsen bliver gemt sammen med skridtet. Intet er ændret.")
    return tidied
