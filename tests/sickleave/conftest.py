"""The people of the absence statistics beside the five."""

import pytest

from tests.factories import a_person
from tests.factories.absence import TOWN, a_municipality, a_report, publish
from tests.factories.budget import a_department


@pytest.fixture
def analyst(forum):
    return a_person("vibeke", "hr_analyst")


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
def daycare(barred):
    """The department whose head is another chief."""
    return a_department("Dagtilbud", barred)


@pytest.fixture
def town(analyst, schools, daycare):
    """Six departments. PPR of the schools has four employees, and Stab eight in all; schools and daycare rise."""
    return a_municipality(analyst, TOWN, rises=("Skoler", "Dagtilbud"))


@pytest.fixture
def draft(town, analyst):
    return a_report(analyst)


@pytest.fixture
def published(draft, analyst):
    return publish(draft, analyst)
