"""Made-up municipalities, for rules and for attacks on them."""

from decimal import Decimal

from sickleave.rules.quarters import Quarter
from sickleave.rules.reckoning import Count
from sickleave.rules.structure import Branch, Place, Structure


def count(employees, short=0, long=0, child=0, excluded=0):
    return Count(Decimal(employees), Decimal(0), Decimal(short), Decimal(long), Decimal(child), Decimal(excluded))


def structure(departments):
    """Departments by id, each with the ids of its units."""
    places = [Place(unit, f"Enhed {unit}", dep) for dep, units in departments.items() for unit in units]
    return Structure(places, [Branch(dep, f"Afdeling {dep}") for dep in departments])


BEGINNING = Quarter(2015, 1)


def steady(values, first=BEGINNING, quarters=8):
    """The same counts in every quarter."""
    return {unit: {first.shift(ahead): one for ahead in range(quarters)} for unit, one in values.items()}
