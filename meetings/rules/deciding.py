"""From a recommendation to the sentence that says it was followed (D35, D38, D39).

»at Chefforum tager orienteringen til efterretning« becomes »Chefforum tog orienteringen til efterretning.«: the verb
goes into the past tense, an adverb before it moves behind it as Danish word order wants it in a main clause, and verbs
joined to it follow. Pure text: no rule here reads or writes a record.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.danish import enumerate_words
from meetings.models import Outcome

# Present tense, past tense, passive, and the outcome it stands for. What follows »tager« and »giver« decides those two.
VERBS: tuple[tuple[str, str, str, Outcome], ...] = (
    ("godkender", "godkendte", "godkendes", Outcome.APPROVED),
    ("tiltræder", "tiltrådte", "tiltrædes", Outcome.APPROVED),
    ("vedtager", "vedtog", "vedtages", Outcome.APPROVED),
    ("anbefaler", "anbefalede", "anbefales", Outcome.APPROVED),
    ("indstiller", "indstillede", "indstilles", Outcome.APPROVED),
    ("anerkender", "anerkendte", "anerkendes", Outcome.APPROVED),
    ("accepterer", "accepterede", "accepteres", Outcome.APPROVED),
    ("bekræfter", "bekræftede", "bekræftes", Outcome.APPROVED),
    ("støtter", "støttede", "støttes", Outcome.APPROVED),
    ("bakker", "bakkede", "bakkes", Outcome.APPROVED),
    ("tager", "tog", "tages", Outcome.NOTED),
    ("noterer", "noterede", "noteres", Outcome.NOTED),
    ("drøfter", "drøftede", "drøftes", Outcome.DISCUSSED),
    ("diskuterer", "diskuterede", "diskuteres", Outcome.DISCUSSED),
    ("debatterer", "debatterede", "debatteres", Outcome.DISCUSSED),
    ("behandler", "behandlede", "behandles", Outcome.DISCUSSED),
    ("kommenterer", "kommenterede", "kommenteres", Outcome.DISCUSSED),
    ("kvalificerer", "kvalificerede", "kvalificeres", Outcome.DISCUSSED),
    ("vurderer", "vurderede", "vurderes", Outcome.DISCUSSED),
    ("overvejer", "overvejede", "overvejes", Outcome.DISCUSSED),
    ("evaluerer", "evaluerede", "evalueres", Outcome.DISCUSSED),
    ("giver", "gav", "gives", Outcome.DISCUSSED),
    ("gennemgår", "gennemgik", "gennemgås", Outcome.REVIEWED),
    ("beslutter", "besluttede", "besluttes", Outcome.DECIDED),
    ("aftaler", "aftalte", "aftales", Outcome.DECIDED),
    ("fastlægger", "fastlagde", "fastlægges", Outcome.DECIDED),
    ("fastsætter", "fastsatte", "fastsættes", Outcome.DECIDED),
    ("prioriterer", "prioriterede", "prioriteres", Outcome.DECIDED),
    ("vælger", "valgte", "vælges", Outcome.DECIDED),
    ("udpeger", "udpegede", "udpeges", Outcome.DECIDED),
    ("nedsætter", "nedsatte", "nedsættes", Outcome.DECIDED),
    ("afsætter", "afsatte", "afsættes", Outcome.DECIDED),
    ("bevilger", "bevilgede", "bevilges", Outcome.DECIDED),
    ("igangsætter", "igangsatte", "igangsættes", Outcome.DECIDED),
    ("iværksætter", "iværksatte", "iværksættes", Outcome.DECIDED),
    ("bemyndiger", "bemyndigede", "bemyndiges", Outcome.DECIDED),
    ("delegerer", "delegerede", "delegeres", Outcome.DECIDED),
    ("pålægger", "pålagde", "pålægges", Outcome.DECIDED),
    ("bestiller", "bestilte", "bestilles", Outcome.DECIDED),
    ("fordeler", "fordelte", "fordeles", Outcome.DECIDED),
    ("planlægger", "planlagde", "planlægges", Outcome.DECIDED),
    ("sender", "sendte", "sendes", Outcome.DECIDED),
    ("videresender", "videresendte", "videresendes", Outcome.DECIDED),
    ("oversender", "oversendte", "oversendes", Outcome.DECIDED),
    ("følger", "fulgte", "følges", Outcome.DECIDED),
    ("afviser", "afviste", "afvises", Outcome.DECIDED),
    ("udsætter", "udsatte", "udsættes", Outcome.POSTPONED),
)
_PAST = {present: past for present, past, _, _ in VERBS}
_OF = {present: outcome for present, _, _, outcome in VERBS}
_PASSIVE = {passive: present for present, _, passive, _ in VERBS}
# What stands between the subject and the verb after »at«, and behind the verb in a main clause.
_ADVERBS = (
    "ikke|også|fortsat|løbende|særligt|især|endeligt|endelig|foreløbigt|foreløbig|derefter|herefter|desuden|igen|kort|"
    "samlet|fremover|dermed|samtidig|årligt|alene|hermed|nu"
)
# These three read a text whose words have one space between them.
_ACTIVE = re.compile(
    rf"\A(?:at )?(?P<subject>[^,;.]{{2,80}}?)(?: (?P<adverb>{_ADVERBS}))? (?P<verb>{'|'.join(_PAST)})(?=[\s,;.:]|$)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(
    rf"\A(?:at )?(?P<object>.{{2,300}}?)(?: (?P<adverb>{_ADVERBS}))? (?P<verb>{'|'.join(_PASSIVE)})(?=[\s,;.:]|$)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_JOINED = re.compile(rf"(?P<glue>,? (?:og|samt) )(?P<verb>{'|'.join(_PAST)})\b", re.IGNORECASE)
# A verb behind one of these belongs to a clause of its own.
_SUBORDINATE = re.compile(
    r"\b(?:at|hvordan|hvorledes|hvad|hvem|hvor|hvorfor|hvornår|hvorvidt|hvilke|hvilken|hvilket|hvis|om|som|der|når)\b",
    re.IGNORECASE,
)
_TO_NOTICE = "til efterretning"


@dataclass(frozen=True)
class Reading:
    """A recommendation point taken apart. ``rest`` is all behind the verb, ``joined`` the further verbs in the past."""

    subject: str
    verb: str
    adverb: str
    rest: str

    @property
    def outcome(self) -> Outcome:
        """What it means that the point was followed."""
        if self.verb == "tager" and _TO_NOTICE not in self.rest:
            return Outcome.DECIDED if "beslutning" in self.rest else Outcome.DISCUSSED
        return _OF[self.verb]

    @property
    def thing(self) -> str:
        """What it is about, for a sentence with another verb; empty where that cannot be told apart."""
        rest = self.rest.removesuffix(_TO_NOTICE).strip(" ,")
        return "" if self.verb in {"tager", "giver", "bakker"} and rest == self.rest.strip(" ,") else rest


@dataclass(frozen=True)
class Proposal:
    """A drafted decision, and what it would mean."""

    text: str
    outcome: Outcome


def read_point(point: str, *, forum: str) -> Reading | None:
    """Who shall do what, from the text of a point; ``None`` where no verb of the table is found."""
    text = " ".join(point.split()).rstrip(" .,;:")
    active, passive = _ACTIVE.fullmatch(text), _ASIDE.fullmatch(text)
    if active and not _SUBORDINATE.search(active["subject"]) and not _is_passive_first(active, passive):
        rest = _follow(active["rest"])
        return Reading(_named(active["subject"], forum), active["verb"].lower(), active["adverb"] or "", rest)
    if passive and not _SUBORDINATE.search(passive["object"]):
        thing = passive["object"].strip()
        rest = f" {thing}{passive['rest']}"
        if thing.casefold() == "der":
            rest = passive["rest"]
        return Reading(forum, _PASSIVE[passive["verb"].lower()], passive["adverb"] or "", rest)
    if passive and passive["object"].strip().casefold() == "der":
        return Reading(forum, _PASSIVE[passive["verb"].lower()], passive["adverb"] or "", passive["rest"])
    return None


def _is_passive_first(active: re.Match[str], passive: re.Match[str] | None) -> bool:
    return passive is not None and passive.start("verb") < active.start("verb")


def _named(subject: str, forum: str) -> str:
    subject = subject.strip()
    return forum if subject.casefold() == forum.casefold() else subject[:1].upper() + subject[1:]


def _follow(rest: str) -> str:
    """What follows the verb, with the verbs that are joined to it in the past too."""
    clause = _SUBORDINATE.search(rest)
    out, at = [], 0
    for joined in _JOINED.finditer(rest):
        if clause and clause.end() <= joined.start():
            break
        out += [rest[at : joined.start()], joined["glue"], _PAST[joined["verb"].lower()]]
        at = joined.end()
    return "".join([*out, rest[at:]])


def _sentence(subject: str, verb: str, adverb: str, rest: str) -> str:
    behind = f" {adverb}" if adverb else ""
    return f"{subject} {_PAST[verb]}{behind}{rest}".strip().rstrip(" ,;:.") + "."


def followed(point: str, *, forum: str, by: Sequence[str] = ()) -> Proposal | None:
    """The decision that follows the point word for word. ``by`` are those who decided, if not whom it names."""
    read = read_point(point, forum=forum)
    if read is None:
        return None
    subject = enumerate_words(list(by)) if by else read.subject
    return Proposal(_sentence(subject, read.verb, read.adverb, read.rest), read.outcome)


def in_passive(point: str, *, forum: str) -> str:
    """The same said the other way: »Referatet blev godkendt af Chefforum.«; empty where Danish has no such form."""
    read = read_point(point, forum=forum)
    participle = {"godkender": "godkendt", "drøfter": "drøftet", "gennemgår": "gennemgået", "beslutter": "besluttet"}
    if read is None or read.verb not in participle or not read.thing or _SUBORDINATE.match(read.thing):
        return ""
    return f"{read.thing[:1].upper()}{read.thing[1:]} blev {participle[read.verb]} af {read.subject}."


def together(points: Sequence[str], *, forum: str, by: Sequence[str] = ()) -> str:
    """One sentence for points with one verb and one subject; empty where there is no such sentence.

    »Chefforum godkendte dagsordenen, samt referatet fra mødet d. 7. januar.«
    """
    reads = [read_point(point, forum=forum) for point in points]
    known = [read for read in reads if read is not None]
    if len(known) != len(points) or len(known) < 2 or len({(one.verb, one.subject, one.adverb) for one in known}) > 1:
        return ""
    first, *others = known
    if not first.thing or any(not one.thing or _JOINED.search(one.rest) for one in known):
        return ""
    middle = [one.thing for one in others[:-1]]
    things = ", ".join([first.thing, *middle]) + f", samt {others[-1].thing}"
    subject = enumerate_words(list(by)) if by else first.subject
    tail = f" {_TO_NOTICE}" if first.verb == "tager" else ""
    return _sentence(subject, first.verb, first.adverb, f" {things}{tail}")


def with_comments(point: str, *, forum: str, by: Sequence[str] = ()) -> str:
    """The decision with a list of comments to come (D42); empty for points about something else."""
    read, own = read_point(point, forum=forum), followed(point, forum=forum, by=by)
    if read is None or own is None or own.outcome not in {Outcome.APPROVED, Outcome.DISCUSSED} or not read.thing:
        return ""
    return f"{own.text.removesuffix('.')} med følgende kommentarer:"


def agenda_and_minutes(points: Sequence[str], *, forum: str, by: Sequence[str] = ()) -> str:
    """The two standing approvals in one short sentence (D46); empty for any other points."""
    things = [read.thing.casefold() for point in points if (read := read_point(point, forum=forum)) is not None]
    known = len(things) == len(points) == 2 and things[0].startswith("dagsorden") and things[1].startswith("referat")
    return f"{enumerate_words(list(by)) if by else forum} godkendte dagsorden og referat." if known else ""


def shorter(point: str, *, forum: str, by: Sequence[str] = ()) -> str:
    """A point about taking something to notice, as it is mostly minuted; empty for any other."""
    read = read_point(point, forum=forum)
    if read is None or read.verb != "tager" or _TO_NOTICE not in read.rest:
        return ""
    return f"{enumerate_words(list(by)) if by else read.subject} tog orienteringen {_TO_NOTICE}."


def otherwise(point: str, outcome: str, *, forum: str, by: Sequence[str] = ()) -> str:
    """The sentence for an outcome that may not be the one recommended; empty where nothing is to be said."""
    own = followed(point, forum=forum, by=by)
    if own is not None and own.outcome == outcome:
        return own.text
    who = enumerate_words(list(by)) if by else forum
    read = read_point(point, forum=forum)
    thing = read.thing if read is not None and read.thing else "indstillingen"
    return {
        Outcome.APPROVED: f"{who} godkendte {thing}.",
        Outcome.APPROVED_WITH: f"{who} godkendte {thing} med følgende bemærkninger:",
        Outcome.NOTED: f"{who} tog orienteringen til efterretning.",
        Outcome.DISCUSSED: f"{who} drøftede {thing}.",
        Outcome.DECIDED: f"{who} besluttede, at ",
        Outcome.REVIEWED: f"{who} gennemgik {thing}.",
        Outcome.POSTPONED: "Punktet blev udsat.",
        Outcome.RETURNED: "Sagen sendes tilbage til fornyet behandling.",
        Outcome.WITHDRAWN: "Punktet blev trukket.",
        Outcome.NONE: "",
    }[Outcome(outcome)]
