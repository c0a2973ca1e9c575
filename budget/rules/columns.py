"""The columns of a sheet of points, as our own export names them."""

# The fields that a column can bring, by the heading that our own export gives them.
COLUMNS = {
    "number": "Nr.",
    "chapter": "Kapitel",
    "title": "Punkt",
    "text": "Tekst",
    "department": "Afdeling",
    "office": "Embede",
    "people": "Ansvarlig",
    "responsible": "Ansvarlig, andre",
    "needs_case": "Kræver sag",
    "case_forum": "Forum for sagen",
    "case_when": "Sagen hvornår",
}
STATUS_COLUMNS = {
    "light": "Lys",
    "public_text": "Tekst til ØU",
    "comment": "Intern bemærkning",
    "next_step": "Næste skridt",
    "finish_on": "Forventes gennemført",
    "carry": "Føres over",
    "carry_part": "Den del, der føres over",
}
