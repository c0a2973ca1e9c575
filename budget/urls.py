"""The addresses of the budget agreement."""

from django.urls import path, register_converter

from budget.views import answering, closing, overview, register, reviewing, rounds, sheets

app_name = "budget"


class PointConverter:
    """The number of a point in an address: ``2.11``."""

    regex = r"[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """A budget year in an address."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(PointConverter, "point")
register_converter(YearConverter, "budget_year")

urlpatterns = [
    path("", register.index, name="index"),
    path("aar/", overview.years, name="years"),
    path("ny/", register.make, name="make"),
    path("<budget_year:year>/", register.agreement, name="agreement"),
    path("<budget_year:year>/ret/", register.change, name="change"),
    path("<budget_year:year>/punkter.xlsx", register.export, name="export"),
    path("<budget_year:year>/ark/", sheets.choose, name="sheet"),
    path("<budget_year:year>/ark/gem/", sheets.confirm, name="sheet_confirm"),
    path("<budget_year:year>/afslut/", closing.close, name="close"),
    path("<budget_year:year>/punkt/nyt/", register.write, name="new_point"),
    path("<budget_year:year>/punkt/<point:number>/", register.point, name="point"),
    path("<budget_year:year>/punkt/<point:number>/ret/", register.write, name="write_point"),
    path("<budget_year:year>/punkt/<point:number>/slut/", register.end, name="end_point"),
    path("<budget_year:year>/visning/", register.save_view, name="save_view"),
    path("<budget_year:year>/visning/<int:view_id>/fjern/", register.drop_view, name="drop_view"),
    path("runde/ny/", rounds.plan, name="plan_round"),
    path("runde/<int:round_id>/", rounds.page, name="round"),
    path("runde/<int:round_id>/ret/", rounds.change, name="change_round"),
    path("runde/<int:round_id>/skridt/<str:verb>/", rounds.step, name="step"),
    path("runde/<int:round_id>/nye-punkter/", rounds.include_new, name="include_new"),
    path("runde/<int:round_id>/oeu/", rounds.committee, name="committee"),
    path("runde/<int:round_id>/paamind/", rounds.remind, name="remind"),
    path("runde/<int:round_id>/mine/", answering.mine, name="mine"),
    path("runde/<int:round_id>/gennemgang/", reviewing.review, name="review"),
    path("status/<int:status_id>/", answering.save, name="save"),
    path("status/<int:status_id>/uaendret/", answering.unchanged, name="unchanged"),
    path("status/<int:status_id>/aendringer/", answering.history, name="history"),
    path("status/<int:status_id>/tekst/", reviewing.ask, name="ask"),
    path("tekst/<int:request_id>/fjern/", reviewing.not_asked, name="not_asked"),
    path("papir/<int:paper_id>/", rounds.read, name="paper"),
    path("papir/<int:paper_id>/papir.pdf", rounds.pdf, name="paper_pdf"),
    path("papir/<int:paper_id>/forskelle.pdf", rounds.marked, name="paper_marked"),
    path("papir/<int:paper_id>/papir.xlsx", rounds.spreadsheet, name="paper_xlsx"),
    path("papir/<int:paper_id>/papir.docx", rounds.text_document, name="paper_docx"),
]
