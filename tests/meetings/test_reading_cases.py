"""Lines that were once read wrongly: a rule takes what it understands, and the rest is kept and said."""

from collections import Counter

import pytest

from meetings.intake import read_minutes
from meetings.papers import grammar
from meetings.papers.text import to_text
from tests.cases import case

HEAD = "REFERAT Chefforum d. 25-08-2016\n{}\n\n# Punkt 1: CF - Skolen\n\n## Beslutning\n\nChefforum godkendte.\n"


def read(text: str):
    return read_minutes(text.encode(), "x.txt")


def test_facts_with_colons_on_neighbouring_lines():
    path = case("minutes/06j-facts-on-neighbour-lines.txt")
    paper = read_minutes(path.read_bytes(), path.name)
    assert (paper["starts_at"], paper["location"]) == ("2016-08-25T09:00:00+02:00", "Mødelokale 3")
    assert (paper["unplaced"], paper["warnings"]) == ([], [])


def test_case_numbers_with_any_dash():
    path = case("minutes/28-dashes-in-case-number.txt")
    paper = read_minutes(path.read_bytes(), path.name)
    assert [item["case_number"] for item in paper["items"]] == ["00.01.00-A00-12-16", "00.01.00-A00-13-16"]


@pytest.mark.parametrize("dash", "-‐‑‒–—−")
@pytest.mark.parametrize("space", ["", " ", "\u00a0"])
def test_a_case_number_is_understood_however_it_is_written(dash, space):
    written = f"{space}{dash}{space}".join(["81.28.00", "p07", "1", "21"])
    assert grammar.case_number(written) == "81.28.00-P07-1-21"
    assert grammar.case_number(f"Sagsnr. {written}") == "81.28.00-P07-1-21"


def test_minutes_printed_by_another_program_keep_their_case_numbers_and_every_word(referater):
    path = case("minutes/chefforum-2021-01-21-libreoffice.pdf")
    printed = read_minutes(path.read_bytes(), path.name)
    source = read_minutes((referater / "2021-01-21.txt").read_bytes(), "x.txt")
    assert [one["case_number"] for one in printed["items"]] == [one["case_number"] for one in source["items"]]
    lost = Counter(to_text(source).split()) - Counter(to_text(printed).split())
    assert lost == Counter()


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Mødedato: Torsdag d. 25. august 2016 kl. 09:00", []),
        ("Mødedato: Torsdag d. 25. august 2016 kl. 09:00 - 11:30", ["11:30"]),
        ("Mødedato: 25-08-2016 kl. 9.00 (ekstraordinært møde)", ["(ekstraordinært møde)"]),
        ("Dato: 25.08.2016, mødet sluttede kl. 12.15", ["mødet sluttede kl. 12.15"]),
    ],
)
def test_what_a_line_says_beside_the_date_is_kept(line, rest):
    paper = read(HEAD.format(line))
    assert paper["starts_at"].startswith("2016-08-25")
    assert paper["unplaced"] == rest
    assert len(paper["warnings"]) == len(rest)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("drifts-", "og anlægsudgifter", "drifts- og anlægsudgifter"),
        ("sygefraværs-", "statistikken", "sygefraværs-statistikken"),
        ("Vi har", "fundet", "Vi har fundet"),
        ("2020 -", "2021", "2020 - 2021"),
        ("6.-", "dagskontakten", "6.-dagskontakten"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(first, second, whole):
    assert grammar.joined(first, second) == whole
