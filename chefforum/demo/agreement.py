"""The budget agreements of Lillevang Kommune. Everything is made up."""

from typing import NamedTuple


class Point(NamedTuple):
    """A point, its lights in the rounds (g, y, r or - for none), and its texts in the first two and the third.

    ``amounts`` are ``drift`` and ``anlaeg`` of the agreement's year, in thousands; an empty third text is unanswered.
    """

    number: str
    title: str
    department: str
    lights: str
    texts: tuple[str, str, str] = ("", "", "")
    amounts: tuple[str, str] = ("", "")
    carry: str = ""
    comment: str = ""


CHAPTERS = {
    1: "Børn og unge",
    2: "Ældre og sundhed",
    3: "Klima, natur og vej",
    4: "Kultur og fritid",
    5: "Organisation og økonomi",
}
POINTS = (
    Point("1.1", "Flere voksne i vuggestuerne", "Dagtilbud", "yg-",
          ("Stillingerne er slået op.", "Alle 14 stillinger er besat fra august.", ""), ("4.200", "")),
    Point("1.2", "Tidlig læseindsats i 1. klasse", "Skoler", "ygg",
          ("Forløbet begynder efter sommerferien.", "Fem af syv skoler er i gang.",
           "Alle syv skoler har gennemført forløbet. Virkningen måles i marts."), ("1.150", "")),
    Point("1.3", "Natskole for udskolingen", "Skoler", "yyy",
          ("Lokalerne er ikke fundet.", "Kører på to af tre steder.",
           "Kører på to af tre steder. På Strandskolen mangler et lokale, og en ny aftale ventes i januar."),
          ("480", ""), "part", "Strandskolen vil hellere have pengene udbetalt."),
    Point("1.4", "Fælles indskoling på Fjordskolen", "Skoler", "yyg",
          ("Skemaet er i høring.", "Skemaet er vedtaget.", "Skemaet trådte i kraft d. 1. august."), ("", "2.600")),
    Point("1.5", "Sundhedsplejerske i sommerferien", "Ældre & Træning", "-gg",
          ("", "Gennemført i uge 27-32.", "Gennemført i uge 27-32 med 96 ekstra hjemmebesøg."), ("310", "")),
    Point("1.6", "Ny struktur for dagplejen", "Dagtilbud", "gy-",
          ("Arbejdsgruppen er nedsat.", "Høringen er forlænget.", ""), ("-900", "")),
    Point("1.10", "Musikskole i dagtilbud", "Kultur & Fritid", "ggg",
          ("Fire institutioner er med.", "Ti institutioner har haft forløb.",
           "Ti institutioner har haft forløb. Forældre og personale er glade for dem."), ("220", "")),
    Point("2.1", "Faste teams i hjemmeplejen", "Ældre & Træning", "yyg",
          ("To af fem distrikter er begyndt.", "Fire af fem distrikter er begyndt.",
           "Indført i alle fem distrikter. En borger møder i gennemsnit 6 medarbejdere om måneden mod 11 før."),
          ("2.983,5", "")),
    Point("2.2", "Klippekort til plejehjem", "Ældre & Træning", "ggg",
          ("Alle beboere har fået tilbuddet.", "Alle beboere har fået tilbuddet.",
           "Alle beboere har fået tilbuddet."), ("1.950", "")),
    Point("2.9", "Træning i eget hjem", "Ældre & Træning", "gyy",
          ("Skærmene er købt.", "Skærmbesøg bruges af 90 borgere.",
           "Skærmbesøg bruges af 140 borgere mod et mål på 200. Visitatorerne får en ny introduktion i januar."),
          ("640", ""), "part", "Målet på 200 var sat for højt fra begyndelsen."),
    Point("2.11", "Sundhedshus i bymidten", "By & Plan", "-rr",
          ("", "Første udbud gav ingen gyldige tilbud.",
           "Første udbud gav ingen gyldige tilbud. Et nyt udbud sendes ud i februar."), ("", "4.200"), "whole",
          "Bygherren vil gerne have det sagt mere forsigtigt."),
    Point("2.12", "Akutpladser på rehabiliteringscentret", "Ældre & Træning", "yr-",
          ("Tegningerne er hos brandmyndigheden.", "Ombygningen venter på brandmyndighedens godkendelse.", ""),
          ("", "3.100")),
    Point("3.1", "Cykelsti langs Møllevej", "Drift & Vej", "yyg",
          ("Arealet er erhvervet.", "Arbejdet er i gang.", "Åbnet d. 4. september."), ("", "6.850")),
    Point("3.2", "Regnvandsbassin ved Enghaven", "Drift & Vej", "yr-",
          ("Projektet er i udbud.", "Jordhåndteringen er dyrere end ventet.", ""), ("", "5.400")),
    Point("3.3", "Energirenovering af rådhuset", "By & Plan", "gyg",
          ("Tag og vinduer er bestilt.", "Leverancen er forsinket til oktober.",
           "Tag og vinduer blev færdige i november. Besparelsen er beregnet til 0,5 mio. kr. om året."),
          ("-500", "2.750")),
    Point("3.4", "Skovrejsning ved Tranemosen", "By & Plan", "yrr",
          ("Tre af fem lodsejere er positive.", "To af fem lodsejere har sagt nej.",
           "To af fem lodsejere har ikke skrevet under. Tilskuddet falder væk, hvis arealet deles."),
          ("", "1.900"), "whole"),
    Point("3.6", "Vilde vejkanter", "Drift & Vej", "ggg",
          ("Klippeplanen er lagt.", "Klippeplanen er lagt om på 41 km.", "Klippeplanen er lagt om på 41 km."),
          ("-180", "")),
    Point("3.10", "Klimasikring af Åparken", "By & Plan", "gyr",
          ("Skitsen er færdig.", "Ansøgningen er sendt.",
           "Statens tilladelse mangler. Arbejdet kan tidligst begynde til foråret."), ("", "2.300"), "whole"),
    Point("4.1", "Åbent bibliotek om aftenen", "Kultur & Fritid", "ygg",
          ("Låsene er bestilt.", "Åbent til kl. 22 på to af tre biblioteker.",
           "Åbent til kl. 22 på alle tre biblioteker."), ("260", "400")),
    Point("4.2", "Fritidspas til børn i udsatte familier", "Kultur & Fritid", "ggg",
          ("60 pas er udstedt.", "131 pas er udstedt.", "184 pas er udstedt."), ("350", "")),
    Point("4.3", "Varmere vand i svømmehallen", "Kultur & Fritid", "yyy",
          ("Anlægget er undersøgt.", "Varmtvandsdagene er begyndt.",
           "To ugentlige varmtvandsdage er indført. Den sidste veksler er i restordre."), ("190", "850")),
    Point("5.1", "Fælles indkøbsaftaler", "Økonomi & Stab", "ggg",
          ("Tre aftaler er indgået.", "Seks aftaler er indgået.",
           "Otte aftaler er indgået. Gevinsten er lagt ind i budgettet."), ("-2.400", "")),
    Point("5.2", "Færre eksterne konsulenter", "Økonomi & Stab", "ggy",
          ("Aftalen følges.", "0,9 af 2,6 mio. kr. er nået.",
           "1,9 af 2,6 mio. kr. er nået. Resten hentes ved to udbud, der er udskudt til foråret."),
          ("-2.600", ""), "part", "De to udbud er it-drift og rengøring."),
    Point("5.3", "Lavere sygefravær", "HR & Personale", "yyy",
          ("Samtalerne er lagt om.", "Fraværet falder langsommere end forudsat.",
           "Fraværet falder langsommere end forudsat. Dagtilbud får en særlig indsats fra december."), ("-1.300", "")),
    Point("5.4", "Digital byggesag", "Borgerservice & Digitalisering", "yyg",
          ("Systemet afprøves.", "Systemet er i brug for simple sager.", "I drift for alle sager siden d. 1. oktober."),
          ("-450", "")),
    Point("5.5", "Breve i klart sprog", "Borgerservice & Digitalisering", "yg-",
          ("Seks breve er skrevet om.", "18 breve er skrevet om sammen med borgere.", ""), ("120", "")),
    Point("5.7", "Robusthed ved nedbrud", "Borgerservice & Digitalisering", "-g-",
          ("", "Der er holdt en øvelse. Fire forbedringer er på vej.", ""), ("200", "")),
    Point("5.8", "Salg af den gamle materielgård", "By & Plan", "ygg",
          ("Ejendommen er sat til salg.", "Der er tre bud.", "Solgt for 6,2 mio. kr., 0,4 mio. kr. over det ventede."),
          ("", "-5.800")),
)  # fmt: skip

NEXT_CHAPTERS = {1: "Børn og unge", 2: "Ældre og sundhed", 3: "Grøn omstilling", 4: "En stærk organisation"}
NEXT_POINTS = (
    Point("1.1", "To voksne i indskolingen", "Skoler", "", amounts=("3.400", "")),
    Point("1.2", "Nye legepladser i tre daginstitutioner", "Dagtilbud", "", amounts=("", "1.800")),
    Point("2.1", "Demensrådgiver i hvert distrikt", "Ældre & Træning", "", amounts=("1.250", "")),
    Point("2.2", "Mad lavet på plejehjemmene", "Ældre & Træning", "", amounts=("900", "2.200")),
    Point("3.1", "Solceller på skolerne", "By & Plan", "", amounts=("-350", "7.500")),
    Point("3.2", "Cykelpuljen", "Drift & Vej", "", amounts=("", "3.000")),
    Point("4.1", "Uddannelse af nye ledere", "HR & Personale", "", amounts=("600", "")),
    Point("4.2", "Mindre papir i borgerservice", "Borgerservice & Digitalisering", "", amounts=("-240", "")),
)
