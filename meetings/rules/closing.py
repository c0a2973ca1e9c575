"""Why something may be closed, and the law that says so (``domain.md`` e, D52)."""

from chefforum.workflow import Refused
from meetings.models import Ground

LAW = {
    Ground.STAFF: "Offentlighedsloven § 21 og forvaltningsloven § 27, stk. 1, nr. 1: "
    "sager om ansættelse og om enkelte ansattes forhold.",
    Ground.PRIVATE: "Offentlighedsloven § 30, nr. 1, og forvaltningsloven § 27, stk. 1, nr. 1: private forhold, "
    "herunder økonomiske.",
    Ground.BUSINESS: "Offentlighedsloven § 30, nr. 2, og forvaltningsloven § 27, stk. 1, nr. 2: oplysninger, "
    "som det har væsentlig økonomisk betydning for virksomheden at holde for sig selv.",
    Ground.ECONOMY: "Offentlighedsloven § 33, nr. 3: det offentliges økonomiske interesser, for eksempel udbud "
    "og forhandlinger.",
    Ground.INTERNAL: "Offentlighedsloven § 23, stk. 1: dokumenter, som ikke er givet til nogen uden for kommunen.",
    Ground.OTHER: "Offentlighedsloven § 33, nr. 5: når hensynet efter sagens særlige karakter kræver det. "
    "Uddyb grunden.",
}


def grounds() -> list[tuple[str, str, str]]:
    """Each ground that may be chosen: its code, its name, and the law behind it."""
    return [(ground.value, str(ground.label), LAW[ground]) for ground in Ground]


def ground_fault(ground: str, reason: str) -> str:
    """What is wrong with a ground for closing; ``""`` when nothing is."""
    if ground not in Ground.values:
        return "Vælg, hvorfor det skal være lukket."
    if ground == Ground.OTHER and not reason.strip():
        return "Uddyb grunden, når du vælger »Anden grund«."
    return ""


def must_have_a_ground(ground: str, reason: str) -> None:
    """Raises :class:`Refused` unless the ground is one of the list, and explained where the list does not."""
    if fault := ground_fault(ground, reason):
        raise Refused(f"{fault} Intet er ændret.")
