"""Ten years of a hundred points in four rounds: the overview beside the bare SQL, and the keys of a review."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from budget.models import Agreement, Chapter, Initiative, Round, Status
from chefforum.documents import render
from tests.bench.test_figures import median_ms, row
from tests.browser.conftest import browser, enter
from tests.browser.interactions import SIXTY, review_sixty
from tests.factories import a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement

__all__ = ["browser", "enter"]

LIGHTS = ("green", "yellow", "red", "none")
BARE = """
    SELECT c.agreement_id, s.round_id, r.state, s.light, count(*), count(s.answered_at)
    FROM budget_status s JOIN budget_round r ON r.id = s.round_id
    JOIN budget_initiative i ON i.id = s.initiative_id JOIN budget_chapter c ON c.id = i.chapter_id
    GROUP BY 1, 2, 3, 4
"""


def archive(department, years: int) -> None:
    """Each year's hundred points in four closed rounds, those of the last year still followed."""
    for year in range(2026 - years + 1, 2027):
        last = year == 2026
        made = Agreement.objects.create(year=year, title=f"Budgetaftale {year}", state="open" if last else "closed")
        chapters = [Chapter.objects.create(agreement=made, number=number, title="Kapitel") for number in range(1, 11)]
        points = Initiative.objects.bulk_create(
            Initiative(
                chapter=chapter,
                point=point,
                title=f"Punkt {chapter.number}.{point} om noget, der er aftalt",
                department=department,
                state="open" if last else "ended",
            )
            for chapter in chapters
            for point in range(1, 11)
        )
        for place in range(4):
            day = date(year, 3 + 2 * place, 1)
            held = Round.objects.create(
                name=f"Status {place}", as_of=day, due=day, forum_on=day, committee_on=day, state="closed"
            )
            held.agreements.add(made)
            Status.objects.bulk_create(
                Status(
                    round=held,
                    initiative=point,
                    light=LIGHTS[(point.pk + place) % 4],
                    public_text="Arbejdet følger planen, og borgerne er glade for det. " * 3,
                    answered_at=timezone.now(),
                )
                for point in points
            )


@pytest.mark.django_db
def test_ten_years_of_a_hundred_points_in_four_rounds(forum):
    officer = a_person("kirsten", "budget_officer")
    department = a_department("Skoler")
    client = Client()
    client.force_login(officer)
    counts = {}
    for name, years in (("one year", 1), ("ten years", 10)):
        Status.objects.all().delete()
        Initiative.objects.all().delete()
        Chapter.objects.all().delete()
        Round.agreements.through.objects.all().delete()
        Round.objects.all().delete()
        Agreement.objects.all().delete()
        archive(department, years)
        for page, address in (
            ("All agreements", reverse("budget:years")),
            ("One agreement", reverse("budget:agreement", args=[2026])),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.setdefault(page, []).append(len(asked))
            row(f"Budget, {name}: {page}, {len(asked)} queries", median_ms(lambda address=address: client.get(address)))

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            cursor.fetchall()

    row("Budget, ten years: the counts as bare SQL", median_ms(bare))
    assert all(len(set(found)) == 1 for found in counts.values()), counts


@pytest.mark.django_db
def test_a_paper_of_a_hundred_points(forum):
    officer = a_person("kirsten", "budget_officer")
    numbers = " ".join(f"{chapter}.{point}" for chapter in range(1, 11) for point in range(1, 11))
    made = an_agreement(officer, numbers=numbers)
    held = advance(a_round(made, by=officer), "collect", "to_directors", "to_forum", "send", by=officer)
    document = held.papers.get(edition="committee", current=True).document

    def printed() -> None:
        render.to_pdf(document.paper, document.template, document.title, document.created_at)

    row("Budget: a paper of 100 points as PDF", median_ms(printed, 3))


@pytest.mark.django_db(transaction=True)
def test_the_keys_of_a_review_of_sixty_points(enter, forum):
    officer = a_person("kirsten", "budget_officer")
    agreement = an_agreement(officer, numbers=SIXTY)
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    hand = review_sixty(enter(officer), made.pk)
    row("Budget: review of 60 points by keyboard, 6 lights changed", f"{hand.count} keys, {hand.typed} of them typing")
