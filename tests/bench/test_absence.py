"""Sickness absence of a municipality of 9 departments, 120 units and 8 years: in, on the page, as papers."""

from random import Random
from time import perf_counter
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.documents.render import to_pdf
from chefforum.files.columns import guess_all
from chefforum.files.grid import read_grids
from chefforum.organisation.models import Department
from sickleave import queries
from sickleave.actions.importing import Entry
from sickleave.intake.columns import guess, headings_of, must_be_totals
from sickleave.intake.judging import judge
from sickleave.intake.sheet import read_figures
from sickleave.models import ReportPaper
from sickleave.rules.book import WHOLE, Book
from sickleave.rules.quarters import Quarter
from tests.bench.test_figures import median_ms, row
from tests.factories import a_person
from tests.factories.absence import a_report, a_unit, let_figures_in, publish

LAST = Quarter(2026, 3)
DEPARTMENTS, UNITS, YEARS = 9, 120, 8


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def guard_anew(structure, counts):
    """As if no quarter had been published."""
    with patch("sickleave.queries.figures.decided", side_effect=lambda edition: {}):
        return queries.all_decided(structure, counts, LAST)


def a_sheet():
    chance = Random(8)
    lines = ["Kvartal;Afdeling;Enhed;Ansatte;Korte sygedage;Lange sygedage;Barns sygedag;Covid-19"]
    for unit in range(UNITS):
        size = chance.choice([3, 8, 14, 22, 35, 60, 120])
        for back in range(YEARS * 4):
            one = LAST.shift(-back)
            days = [round(size * chance.uniform(*ends)) for ends in ((1.3, 2.2), (0.8, 2.0), (0.1, 0.3), (0, 0.1))]
            lines.append(
                f"{one.year}K{one.number};Afdeling {unit % DEPARTMENTS};Enhed {unit};{size};" + ";".join(map(str, days))
            )
    return "\n".join(lines)


@pytest.mark.django_db
def test_a_municipality_of_eight_years(tmp_path):
    analyst = a_person("vibeke", "hr_analyst")
    for number in range(DEPARTMENTS):
        Department.objects.create(name=f"Afdeling {number}")
    departments = dict(Department.objects.values_list("name", "pk"))
    for unit in range(UNITS):
        a_unit(f"Enhed {unit}", Department.objects.get(pk=departments[f"Afdeling {unit % DEPARTMENTS}"]))
    path = tmp_path / "tal.csv"
    path.write_text(a_sheet())

    begun = perf_counter()
    (grid,) = read_grids(path, "tal.csv")
    must_be_totals([grid])
    headed = headings_of(grid)
    proposal = read_figures(grid, headed, guess_all(headed.headings, guess))
    read = perf_counter()
    judged = judge(proposal, {})
    looked = perf_counter()
    entries = [Entry(line.unit, line.row.quarter, line.row.figures) for line in judged.lines]
    let_figures_in(entries, analyst)
    done = perf_counter()
    rows = len(proposal.rows)
    assert rows == UNITS * YEARS * 4
    row(f"Absence: read {rows} rows of CSV", ms(read - begun))
    row("Absence: hold them against units and figures", ms(looked - read))
    row("Absence: save them", ms(done - looked))

    report = a_report(analyst, LAST)
    begun = perf_counter()
    publish(report, analyst)
    row("Absence: publish (guard 32 quarters, freeze two papers)", ms(perf_counter() - begun))
    structure, counts = queries.structure(), queries.counts()

    def bare():
        book = Book(structure, counts, [], LAST)
        return [book.see(key, "B", LAST) for key in [WHOLE, *book.departments(), *book.units()]]

    assert len(bare()) == 1 + DEPARTMENTS + UNITS
    row("Absence: bare reckoning of 130 groups from 8 years", median_ms(bare))
    row("Absence: the guard over 32 quarters, both editions", median_ms(lambda: guard_anew(structure, counts), 3))

    desk, chief = Client(), a_person("lone", "director")
    for person in (analyst, chief):
        desk.force_login(person)
        address = reverse("sickleave:report", args=[report.pk]) + "?niveau=enheder"
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(address).status_code == 200
        row(
            f"Absence: page with all units, {person.role}, {len(caught)} queries",
            median_ms(lambda address=address: desk.get(address), 5),
        )
    for paper in ReportPaper.objects.filter(report=report).select_related("document"):
        document = paper.document
        begun = perf_counter()
        data, pages = to_pdf(document.paper, document.template, document.title, document.created_at)
        row(f"Absence: PDF, {paper.edition}, {pages} pages, {len(data) // 1000} KB", ms(perf_counter() - begun))
