"""The people of Lillevang Kommune."""

from dataclasses import dataclass

from chefforum.organisation.models import Role

PASSWORD = "lillevang"  # noqa: S105 - printed on the screen by `make run`; the demo holds no secret


@dataclass(frozen=True)
class Person:
    """A demo person, the post, and the department."""

    username: str
    first_name: str
    last_name: str
    role: Role
    title: str
    office: str = ""
    department: str = ""
    aliases: tuple[str, ...] = ()


PEOPLE = (
    Person("mette", "Mette", "Ravnkilde", Role.SECRETARIAT, "Chefsekretær, Sekretariatet"),
    Person("henrik", "Henrik", "Østerlev", Role.CHIEF_EXECUTIVE, "Kommunaldirektør", "Kommunaldirektøren"),
    Person("lone", "Lone", "Vadgård", Role.DIRECTOR, "Direktør, Børn og Kultur", "Direktøren for Børn & Kultur"),
    Person("jonas", "Jonas", "Kærholt", Role.DIRECTOR, "Direktør, Teknik og Miljø", "Direktøren for Teknik & Miljø"),
    Person("pernille", "Pernille", "Skovdal", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Dagtilbud",
           "Afdelingschefen for Dagtilbud", "Dagtilbud"),
    Person("jesper", "Jesper", "Mølkær", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Økonomi & Stab",
           "Afdelingschefen for Økonomi & Stab", "Økonomi & Stab", ("Afdelingschefen for Økonomi og Stab",)),
    Person("rasmus", "Rasmus", "Kildetoft", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Skoler",
           "Afdelingschefen for Skoler", "Skoler"),
    Person("hanne", "Hanne", "Elkjær", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Ældre & Træning",
           "Afdelingschefen for Ældre & Træning", "Ældre & Træning", ("Afdelingschefen for Ældre og Træning",)),
    Person("tobias", "Tobias", "Lindkær", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, By & Plan",
           "Afdelingschefen for By & Plan", "By & Plan"),
    Person("sofie", "Sofie", "Aagreen", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, HR & Personale",
           "Afdelingschefen for HR & Personale", "HR & Personale", ("HR-chefen",)),
    Person("karim", "Karim", "Højbo", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Drift & Vej",
           "Afdelingschefen for Drift & Vej", "Drift & Vej", ("Drift og Vej",)),
    Person("ida", "Ida", "Lærkedal", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Kultur & Fritid",
           "Afdelingschefen for Kultur & Fritid", "Kultur & Fritid"),
    Person("birgit", "Birgit", "Thranholm", Role.HEAD_OF_DEPARTMENT, "Afdelingschef, Borgerservice & Digitalisering",
           "Afdelingschefen for Borgerservice & Digitalisering", "Borgerservice & Digitalisering"),
    Person("kirsten", "Kirsten", "Sandvad", Role.BUDGET_OFFICER, "Budgetkonsulent, Økonomi & Stab"),
    Person("vibeke", "Vibeke", "Holmsgård", Role.HR_ANALYST, "HR-konsulent, HR & Personale"),
    Person("niels", "Niels", "Brogaard", Role.READER, "Konsulent, Skoler"),
    Person("anton", "Anton", "Rydeng", Role.ADMINISTRATOR, "It-driftsansvarlig"),
)  # fmt: skip

# Who to log in as, and what for.
SHOWN = {
    "mette": "sekretariat: skriver dagsorden og referat",
    "henrik": "kommunaldirektør: godkender endeligt",
    "pernille": "afdelingschef: læser og godkender",
    "kirsten": "budgetkonsulent: følger op på budgetaftalen",
    "vibeke": "HR-konsulent: gør sygefraværet op",
    "niels": "læser: ser kun frigivne åbne udgaver",
    "anton": "administrator: opsætning på /admin/",
}
