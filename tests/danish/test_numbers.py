"""Figures as people write them, and as we do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.danish import figure, parse_figure, percent, quarter_name, signed, year_to_date_name


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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.4", "+0,4"),
        ("-0.25", "−0,3"),
        ("0.05", "+0,1"),
        ("0.049", "0,0"),
        ("-0.049", "0,0"),
        ("-1234.5", "−1.234,5"),
    ],
)
def test_a_change_has_its_sign_and_nothing_has_none(value, text):
    assert signed(Decimal(value)) == text


def test_a_share():
    assert percent(Decimal("4.8"), Decimal(10)) == "48\u00a0%"
    assert percent(Decimal(1), Decimal(3)) == "33\u00a0%"
    assert percent(Decimal(0), Decimal(0)) == "–"


def test_quarters_and_years_so_far_have_names():
    assert quarter_name(2026, 4) == "4.\u00a0kvartal\u00a02026"
    names = [year_to_date_name(2026, number).replace("\u00a0", " ") for number in (1, 2, 3, 4)]
    assert names == ["1. kvartal 2026", "1. halvår 2026", "1.–3. kvartal 2026", "året 2026"]
