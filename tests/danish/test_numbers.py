"""Figures as people write them, and as we do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.danish import figure, parse_figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.950.000", "1950000"),
        ("2.983,2", "2983.2"),
        ("-0,5", "-0.5"),
        ("−0,5", "-0.5"),
        ("+3", "3"),
        ("1950", "1950"),
        ("1950,25", "1950.25"),
        (" 1 950 000 ", "1950000"),
        ("1\u00a0950 kr.", "1950"),
        ("1.950.000 kr", "1950000"),
        ("2,4 mio.", "2.4"),
        ("0", "0"),
    ],
)
def test_a_figure_is_read(text, value):
    assert parse_figure(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "-", "1.5", "1,950.00", "19.50.000", "1.950.00", "ti", "1,", ",5", "1,2345", "1" * 14, "٣", "--1", "1e5"],
)
def test_what_could_be_misread_is_refused(text):
    assert parse_figure(text) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_written_is_read_again(value):
    assert parse_figure(figure(value)) == value


def test_a_figure_with_so_many_decimals():
    assert figure(Decimal("-0.25"), decimals=1) == "−0,3"
    assert figure(Decimal("-0.04"), decimals=1) == "0,0"
    assert figure(Decimal("1950000")) == "1.950.000"
    assert figure(Decimal("13"), decimals=1) == "13,0"
    assert figure(Decimal("100")) == "100"
