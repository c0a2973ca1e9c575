"""The columns of a sheet of figures, as our own export names them."""

COLUMNS = {
    "year": "År",
    "quarter": "Kvartal",
    "department": "Afdeling",
    "unit": "Enhed",
    "employees": "Ansatte",
    "fulltime": "Fuldtidsstillinger",
    "short": "Korte sygedage",
    "long": "Lange sygedage",
    "total": "Sygedage i alt",
    "child": "Barns 1. og 2. sygedag",
    "excluded": "Dage, der ikke tælles med",
}
# The figures among them that are kept, by the field of ``sickleave.models.Figure``.
FIGURES = {
    "employees": "employees",
    "fulltime": "fulltime",
    "short": "short_days",
    "long": "long_days",
    "child": "child_days",
    "excluded": "excluded_days",
}
