"""What the demo's meetings are about. All cases and figures are invented."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Piece:
    """An item of a demo agenda. ``attachments`` maps a file's name to its text."""

    title: str
    case: str = ""
    kind: str = ""
    minutes: int = 0
    presenters: tuple[str, ...] = ()
    occasion: str = ""
    presentation: str = ""
    by: str = "Kommunaldirektøren"
    points: str = ""
    decision: str = ""
    closed: str = ""
    attachments: dict[str, str] = field(default_factory=dict)


APPROVAL = Piece(
    "Godkendelse af dagsorden og referat",
    case="85.02.02-A00-1-{yy}",
    occasion="<p>Chefforum godkender dagsordenen for dagens møde og referatet af det foregående møde.</p>",
    decision="<p>Chefforum godkendte dagsordenen.</p>",
)
OTHER = Piece("Evt.", case="85.02.02-A00-1-{yy}")

BUDGET = Piece(
    "Budgetaftalen, tredje status",
    kind="decision",
    presenters=("Jesper Mølkær",),
    case="00.30.14-S00-2-{yy}",
    minutes=30,
    by="Afdelingschefen for Økonomi & Stab",
    occasion="<p>Budgetaftalen rummer 40 initiativer. Chefforum gennemgår tredje status, inden den sendes til Økonomiudvalget.</p>",
    presentation=(
        "<p>Afdelingerne har opdateret status for egne initiativer. Samlet er 27 initiativer gennemført eller følger planen, "
        "otte er forsinket eller ændret undervejs, og fem kan ikke nås i år. Alle 40 står i bilag 1.</p>"
        "<table><tr><th>Kapitel</th><th>Grøn</th><th>Gul</th><th>Rød</th></tr>"
        "<tr><td>1. Børn og unge</td><td>8</td><td>2</td><td>0</td></tr>"
        "<tr><td>2. Sundhed og ældre</td><td>5</td><td>3</td><td>1</td></tr>"
        "<tr><td>3. Klima, natur og vej</td><td>4</td><td>1</td><td>3</td></tr>"
        "<tr><td>4. Beskæftigelse</td><td>4</td><td>1</td><td>0</td></tr>"
        "<tr><td>5. Organisation og økonomi</td><td>6</td><td>1</td><td>1</td></tr></table>"
        "<h4>Initiativer, der kræver Chefforums stillingtagen</h4>"
        "<ul><li>2.9 Akutpladser på Rehabiliteringscenter Engen. Ombygningen afventer brandmyndighedens godkendelse.</li>"
        "<li>3.4 Skovrejsning ved Tranemosen. To af fem lodsejere har ikke underskrevet aftale.</li>"
        "<li>5.6 Fælles visitation af kørsel. Udbuddet er udsat, fordi kun én leverandør bød ind.</li></ul>"
        "<h4>Det videre forløb</h4><p>Efter Chefforums behandling fastlåses status, og arket sendes til Økonomiudvalget. Overførslerne er beskrevet i bilag 2.</p>"
    ),
    points=(
        "at Chefforum godkender tredje status på budgetaftalen\n"
        "at Chefforum drøfter de tre initiativer, herunder\n- om de skal føres med over i næste år\n- hvem der er ansvarlig"
    ),
    decision=(
        "<p>Chefforum godkendte status med disse ændringer:</p><ul><li>2.9 ændres fra gul til rød og føres med over.</li>"
        "<li>5.6 gøres gul, idet et nyt udbud er på vej.</li></ul><p>Jesper Mølkær opdaterer arket inden fredag.</p>"
    ),
    attachments={
        "Bilag 1; Status på budgetaftalen, tredje runde.pdf": "Status på budgetaftalens 40 initiativer, fordelt på kapitler.",
        "Bilag 2; Notat om overførsler.pdf": "Notat om de initiativer, der foreslås ført med over i næste budgetår.",
    },
)
ABSENCE = Piece(
    "Sygefravær i 3. kvartal",
    kind="briefing",
    presenters=("Sofie Aagreen", "Anne Vestergreen, fraværskonsulent"),
    case="81.28.00-P07-1-{yy}",
    minutes=30,
    by="Afdelingschefen for HR & Personale",
    occasion="<p>Chefforum følger sygefraværet hvert kvartal. Sagen går videre til Økonomiudvalget i en udgave pr. afdeling.</p>",
    presentation=(
        "<p>Det samlede fravær er <strong>12,4 dage pr. medarbejder</strong>, målt over de seneste fire kvartaler. Det er 0,2 dage "
        "lavere end i forrige opgørelse. Langtidsfravær udgør 48 % af fraværet. Tallene for hver enhed står i bilag 1.</p>"
        "<p>Fraværet falder i fem afdelinger, er uændret i én og stiger i tre: Dagtilbud, Ældre &amp; Træning og Drift &amp; Vej. "
        "Afdelingscheferne redegør kort for årsager og indsatser på mødet, jf. bilag 2.</p>"
        "<ul><li>Målet er 11,2 dage ved udgangen af næste år.</li><li>Der mangler 1,2 dage, svarende til 0,3 dage pr. kvartal.</li></ul>"
    ),
    points=(
        "at Chefforum tager orienteringen til efterretning\n"
        "at Chefforum drøfter redegørelserne fra de tre afdelinger med stigende fravær"
    ),
    decision=(
        "<p>Sofie Aagreen præciserede, at tallet for Dagtilbud er 13,3 og ikke 13,1, som der står i bilaget.</p>"
        "<p>Chefforum tog orienteringen til efterretning og drøftede redegørelserne. Punktet genbesøges til april.</p>"
    ),
    attachments={
        "Bilag 1; Sygefravær pr. enhed.pdf": "Sygefravær pr. enhed, løbende fire kvartaler.",
        "Bilag 2; Redegørelser fra tre afdelinger.pdf": "Redegørelser fra Dagtilbud, Ældre & Træning og Drift & Vej.",
    },
)
PAYROLL = Piece(
    "Organisering af løn- og personaleadministration",
    kind="discussion",
    case="81.00.00-A00-14-{yy}",
    minutes=25,
    by="Afdelingschefen for HR & Personale; Afdelingschefen for Økonomi & Stab",
    occasion="<p>Lønopgaven ligger i dag fire steder i organisationen. Afdelingerne har bedt om én indgang.</p>",
    presentation=(
        "<p>HR &amp; Personale og Økonomi &amp; Stab har beskrevet to modeller. Model A samler opgaven i ét team på rådhuset. "
        "Model B lader de store afdelinger beholde en lønkonsulent, som kobles til et fælles team.</p>"
        "<p>Begge modeller er beskrevet i det vedlagte notat og kan holdes inden for den nuværende ramme. Model A frigør tid til rådgivning, model B bevarer nærheden.</p>"
    ),
    points="at Chefforum drøfter de to modeller\nat Chefforum anbefaler en model til Direktørforum",
    decision="<p>Chefforum drøftede modellerne og anbefaler model A med en indkøringsperiode på seks måneder.</p>",
    attachments={
        "Modeller for lønadministration.pdf": "To modeller for organisering af løn- og personaleadministration."
    },
)
STAFFING = Piece(
    "Bemanding i lønteamet",
    kind="decision",
    case="81.00.00-A00-15-{yy}",
    minutes=20,
    occasion="<p>To medarbejdere i lønteamet har søgt andre stillinger, og en tredje er varslet omplaceret.</p>",
    presentation="<p>Forhandlingen med de berørte er begyndt. Teamlederen har bedt om støtte frem til sommerferien.</p>",
    points="at Chefforum drøfter den midlertidige bemanding",
    decision="<p>Kommunaldirektøren besluttede, at Økonomi &amp; Stab stiller en medarbejder til rådighed i tre måneder.</p>",
    closed="staff",
)
PHONES = Piece(
    "Ny telefonpolitik for borgerhenvendelser",
    kind="decision",
    case="00.13.00-P22-3-{yy}",
    minutes=20,
    by="Afdelingschefen for Borgerservice & Digitalisering",
    occasion="<p>Ventetiden på hovednummeret er steget fra to til fem minutter på et år.</p>",
    presentation=(
        "<p>Forslaget består af tre dele:</p><ol><li>Fælles åbningstid for alle afdelinger fra kl. 9 til 14.</li>"
        "<li>Tilbagekald samme dag i stedet for kø.</li><li>Faste tekster på telefonsvarerne, som afdelingerne ikke selv ændrer.</li></ol>"
        "<p>Det vedlagte udkast har været i høring hos de faglige organisationer, som støtter tilbagekald.</p>"
    ),
    points="at Chefforum godkender telefonpolitikken\nat den evalueres efter et halvt år",
    decision="<p>Chefforum godkendte politikken med den tilføjelse, at Ældre &amp; Træning holder åbent til kl. 15.</p>",
    attachments={"Telefonpolitik, udkast.pdf": "Udkast til telefonpolitik for Lillevang Kommune."},
)
RECRUITING = Piece(
    "Temadrøftelse: rekruttering af pædagoger",
    kind="theme",
    presenters=("Pernille Skovdal",),
    case="81.00.00-A26-2-{yy}",
    minutes=25,
    by="Afdelingschefen for Dagtilbud",
    occasion="<p>Hver fjerde pædagogstilling blev genopslået i foråret.</p>",
    presentation=(
        "<p>Dagtilbud lægger op til en åben drøftelse af tre spor: meritforløb for de pædagogmedhjælpere, der allerede er her, "
        "fælles opslag på tværs af institutioner og praktik som indgang til job.</p>"
        "<p>Pernille Skovdal faciliterer drøftelsen. Hver afdeling bedes på forhånd tænke over, hvad den selv kan bidrage med.</p>"
    ),
    points="at Chefforum drøfter de tre spor",
    decision="<p>Chefforum drøftede de tre spor med følgende kommentarer:</p><ul><li>Meritforløb er det sted, hvor pengene rækker længst.</li>"
    "<li>Fælles opslag kræver, at lønindplaceringen er ens.</li></ul><p>Dagtilbud kommer tilbage med en plan, når den er klar.</p>",
)
ENERGY = Piece(
    "Skriftlig orientering om energirenovering af rådhuset",
    kind="written_briefing",
    case="82.07.00-P20-1-{yy}",
    by="Afdelingschefen for By & Plan",
    presentation="<p>Facaden mod Kirkegade isoleres fra uge 14 til 22. Mødelokale 1-3 kan ikke bruges i perioden.</p>",
    points="at Chefforum tager orienteringen til efterretning",
    decision="<p>Chefforum tog orienteringen til efterretning.</p>",
)
NETWORKS = Piece(
    "Ledernetværk på tværs af afdelinger",
    kind="decision",
    case="00.15.00-A00-9-{yy}",
    minutes=45,
    occasion="<p>Netværkene for ledere på niveau 3 og 4 har kørt i et år og skal evalueres.</p>",
    presentation="<p>Halvdelen af lederne deltager fast. De peger på, at emnerne skal vælges tidligere, og at referencelederen skal være synlig.</p>",
    points="at Chefforum godkender temaerne for det kommende halvår",
    decision="<p>Chefforum godkendte temaerne. Tobias Lindkær er referenceleder for netværket om borgerinddragelse.</p>",
)
SWIMMING = Piece(
    "Modernisering af svømmehallen",
    kind="decision",
    case="00.30.14-P20-4-{yy}",
    minutes=30,
    by="Afdelingschefen for Kultur & Fritid",
    occasion="<p>Svømmehallens vandbehandling er fra 1988 og kan ikke repareres længere.</p>",
    presentation="<p>Et nyt anlæg koster 4,8 mio. kr. Driften falder med ca. 310.000 kr. om året. Lukkeperioden er ni uger.</p>",
    points="at Chefforum anbefaler anlægsbevillingen til Økonomiudvalget\nat lukkeperioden lægges i sommerferien",
    decision="<p>Chefforum anbefaler bevillingen. Ida Lærkedal skriver teksten til Økonomiudvalget.</p>",
)
RENT = Piece(
    "Takster for udlejning af lokaler",
    kind="decision",
    case="04.04.00-S00-1-{yy}",
    minutes=15,
    by="Afdelingschefen for Økonomi & Stab",
    occasion="<p>Taksterne er ikke reguleret i fire år.</p>",
    presentation="<p>Forslaget følger pris- og lønudviklingen og giver en forventet merindtægt på 2,4 mio. kr.</p>",
    points="at Chefforum godkender de nye takster\nat indtægten indregnes i budgetopfølgningen",
    decision="<p>Chefforum godkendte de nye takster. Den forventede merindtægt er 2,1 mio. kr. Rasmus Kildetoft afklarer snarest, om idrætshallerne er omfattet. Taksterne genbesøges i september.</p>",
)

LATE = Piece(
    "Akut renovering af tag på Engskolen",
    kind="decision",
    case="82.06.00-P20-7-{yy}",
    minutes=10,
    by="Direktøren for Teknik & Miljø",
    occasion="<p>Ved et eftersyn er der fundet råd i spærene over nordfløjen. Fire klasselokaler er lukket.</p>",
    presentation=(
        "<p>Rådgiveren anbefaler at udskifte 38 spær og undertaget på hele fløjen, jf. bilag 1. Eleverne undervises indtil videre "
        "i biblioteket og på Lillevang Ungdomsskole.</p><p>Arbejdet er anslået til 2,4 mio. kr. inkl. uforudsete udgifter.</p>"
    ),
    points="at arbejdet sættes i gang straks\nat udgiften dækkes af puljen til akut vedligeholdelse",
    attachments={"Bilag 1; Tilstandsrapport for nordfløjen.pdf": "Tilstandsrapport for Engskolens nordfløj."},
)
# What the chief executive says of the next draft: at which heading, of which words.
COMMENTS = (
    ("Sagsfremstilling", "meritforløb", "Hvad koster et meritforløb pr. deltager? Skriv tallet ind."),
    ("", "", "Kan punktet komme før rekruttering? Det er hurtigt overstået."),
)
FIRST = (APPROVAL, NETWORKS, SWIMMING, OTHER)
SECOND = (APPROVAL, RENT, STAFFING, ENERGY, OTHER)
NEXT = (APPROVAL, BUDGET, ABSENCE, PAYROLL, STAFFING, PHONES, RECRUITING, ENERGY, OTHER)
LATER = (APPROVAL, RECRUITING, SWIMMING, OTHER)


@dataclass(frozen=True)
class Idea:
    """A case that somebody has proposed. ``state`` is where it has come to; ``reason`` goes with a returned one."""

    author: str
    title: str
    kind: str
    state: str
    occasion: str
    presentation: str
    points: str
    by: str
    minutes: int = 0
    case: str = ""
    reason: str = ""


IDEAS = (
    Idea(
        "karim",
        "Vinterberedskab på de kommunale stier",
        "decision",
        "submitted",
        "<p>Sidste vinter kom der 64 henvendelser om glatte stier ved skoler og plejecentre.</p>",
        "<p>Drift &amp; Vej foreslår, at 18 km sti flyttes fra klasse 3 til klasse 2. Det koster ca. 240.000 kr. i en normal vinter.</p>",
        "at Chefforum godkender den nye inddeling\nat udgiften holdes inden for Drift & Vejs ramme",
        "Afdelingschefen for Drift & Vej",
        20,
    ),
    Idea(
        "birgit",
        "Fælles sprog i afgørelsesbreve",
        "discussion",
        "submitted",
        "<p>Borgerservice har læst 120 breve fra seks afdelinger. Hvert tredje skal læses to gange for at blive forstået.</p>",
        "<p>Et fælles sæt skabeloner kan laves på tre måneder, hvis hver afdeling stiller en skribent til rådighed.</p>",
        "at Chefforum drøfter, om arbejdet skal sættes i gang",
        "Afdelingschefen for Borgerservice & Digitalisering",
        15,
    ),
    Idea(
        "ida",
        "Åbningstider i ubemandede biblioteker",
        "decision",
        "accepted",
        "<p>Besøgstallet efter kl. 19 er faldet med en tredjedel på to år.</p>",
        "<p>Kultur &amp; Fritid foreslår, at de ubemandede biblioteker lukker kl. 21 i stedet for kl. 22 på hverdage.</p>",
        "at Chefforum godkender de nye åbningstider",
        "Afdelingschefen for Kultur & Fritid",
        15,
        "00.01.10-P20-2-{yy}",
    ),
    Idea(
        "hanne",
        "Velfærdsteknologi på plejecentrene",
        "talk",
        "accepted",
        "<p>Tre plejecentre har prøvet sensorgulve og elektroniske låse i et halvt år.</p>",
        "<p>Erfaringerne er gode, men aflåsning kræver samtykke og en fælles praksis.</p>",
        "at Chefforum drøfter erfaringerne",
        "Afdelingschefen for Ældre & Træning",
        30,
    ),
    Idea(
        "pernille",
        "Sommerlukning i dagtilbud",
        "decision",
        "returned",
        "<p>Forældrebestyrelserne har ønsket én fælles lukkeuge.</p>",
        "<p>Forslaget samler pasningen i to huse i uge 29 og 30.</p>",
        "at Chefforum godkender en fælles sommerlukning",
        "Afdelingschefen for Dagtilbud",
        15,
        reason="Skriv også, hvad forslaget betyder for personalets ferie, og hvad det koster.",
    ),
    Idea(
        "pernille",
        "Sprogvurdering af treårige",
        "briefing",
        "draft",
        "<p>Årets sprogvurderinger er færdige i næste måned.</p>",
        "",
        "at Chefforum tager orienteringen til efterretning",
        "Afdelingschefen for Dagtilbud",
    ),
)

# Subjects of the demo's cases, by hand; `import_kle` brings in the whole list.
SUBJECTS = (
    ("00.01.00", "Kommunens styrelse i almindelighed", "styrelse"),
    ("00.01.10", "Opgaver der dækker flere hovedgrupper", "politik"),
    ("00.15.00", "Administrativ organisering i almindelighed", "organisation\norganisering\nnetværk"),
    ("00.30.14", "Budgetopfølgninger", "budget\nbudgetaftale\nøkonomirapport"),
    ("81.00.00", "Kommunens personale i almindelighed", "personale\nløn\nbemanding"),
    ("81.28.00", "Sygdom og fravær i almindelighed", "sygefravær\nfravær\nlangtidssygdom"),
    ("85.02.02", "Dagsordensopbygning", "dagsorden\nreferat\nmøde"),
    ("85.11.20", "It-værktøjer", "it\nsystemer"),
)

# What new items of a kind begin with.
TEMPLATES = (
    (
        "briefing",
        ("occasion", "presentation", "recommendation", "decision"),
        15,
        "at Chefforum tager orienteringen til efterretning",
    ),
    ("discussion", ("occasion", "presentation", "recommendation", "decision"), 20, "at Chefforum drøfter "),
    ("decision", ("occasion", "presentation", "recommendation", "decision"), 20, "at Chefforum godkender "),
    ("theme", ("occasion", "presentation", "recommendation", "decision"), 45, "at Chefforum drøfter temaet"),
    (
        "written_briefing",
        ("presentation", "recommendation", "decision"),
        None,
        "at Chefforum tager orienteringen til efterretning",
    ),
)
