"""The addresses of the absence statistics."""

from django.urls import path

from sickleave.views import accounts, reports, settings, sheets, units

app_name = "sickleave"

urlpatterns = [
    path("", reports.index, name="index"),
    path("ny/", reports.make, name="make"),
    path("<int:report_id>/", reports.page, name="report"),
    path("<int:report_id>/ret/", reports.change, name="change"),
    path("<int:report_id>/skridt/<str:verb>/", reports.step, name="step"),
    path("<int:report_id>/tal.csv", reports.as_csv, name="csv"),
    path("<int:report_id>/graf.svg", reports.drawing, name="drawing"),
    path("<int:report_id>/redegoerelser/", accounts.listed, name="accounts"),
    path("<int:report_id>/paamind/", accounts.remind, name="remind"),
    path("redegoerelse/<int:account_id>/", accounts.account, name="account"),
    path("redegoerelse/<int:account_id>/send/", accounts.send, name="send"),
    path("redegoerelse/<int:account_id>/tag-tilbage/", accounts.take_back, name="take_back"),
    path("papir/<int:paper_id>/", reports.paper, name="paper"),
    path("papir/<int:paper_id>/papir.pdf", reports.pdf, name="paper_pdf"),
    path("papir/<int:paper_id>/papir.xlsx", reports.spreadsheet, name="paper_xlsx"),
    path("tal/", sheets.choose, name="figures"),
    path("tal/gem/", sheets.confirm, name="confirm"),
    path("tal/alle.xlsx", sheets.export, name="export"),
    path("enheder/", units.listed, name="units"),
    path("enheder/ny/", units.make, name="make_unit"),
    path("enheder/afdeling/<int:department_id>/", units.join, name="join"),
    path("enheder/<int:unit_id>/", units.unit, name="unit"),
    path("enheder/<int:unit_id>/<str:verb>/", units.change, name="change_unit"),
    path("opsaetning/", settings.listed, name="settings"),
    path("opsaetning/<str:kind>/ny/", settings.write, name="new_setting"),
    path("opsaetning/<str:kind>/<int:pk>/", settings.write, name="write_setting"),
]
