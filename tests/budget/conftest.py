"""The people of the budget agreement beside the five."""

import pytest

from tests.factories import a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of


@pytest.fixture
def officer(forum):
    return a_person("kirsten", "budget_officer")


@pytest.fixture
def director(forum):
    return a_person("lone", "director", forum)


@pytest.fixture
def schools(chief):
    """The department whose head is the chief."""
    return a_department("Skoler", chief)


@pytest.fixture
def agreement(officer, schools):
    """Four points; 1.1 and 2.11 are the schools'."""
    made = an_agreement(officer)
    for number in ("1.1", "2.11"):
        point = point_of(made, number)
        point.department = schools
        point.save()
    return made


@pytest.fixture
def collecting(agreement, officer):
    """A round that is being collected."""
    return advance(a_round(agreement, by=officer), "collect", by=officer)
