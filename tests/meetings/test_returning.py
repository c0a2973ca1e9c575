"""A decision that says the case comes back (D15)."""

from datetime import date

import pytest

from meetings.rules.returning import returns_in

SAID = date(2021, 1, 21)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Punktet genbesøges i juni 2021.", "genbesøges i juni 2021", "2021-06-01", "2021-06-30"),
        ("Chefforum vender tilbage til sagen i maj.", "vender tilbage til sagen i maj", "2021-05-01", "2021-05-31"),
        ("Sagen kommer tilbage ultimo marts, når tallene er klar.", "kommer tilbage ultimo marts", "2021-03-21", "2021-03-31"),
        ("Det tages op igen inden sommerferien.", "tages op igen inden sommerferien", None, "2021-06-25"),
        ("Drøftes igen på et møde i juni.", "Drøftes igen på et møde i juni", "2021-06-01", "2021-06-30"),
        ("Planen følges op primo februar.", "følges op primo februar", "2021-02-01", "2021-02-10"),
        ("Forelægges på ny i uge 8.", "Forelægges på ny i uge 8", "2021-02-22", "2021-02-26"),
    ],
)  # fmt: skip
def test_when_it_comes_back_is_read(text, words, first, last):
    [found] = returns_in(text, SAID)
    assert found.words == words
    assert found.period is not None
    assert first is None or found.period.first == date.fromisoformat(first)
    assert found.period.last == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "when", "next_meeting"),
    [
        ("Punktet genbesøges på næste møde.", "på næste møde", True),
        ("Chefforum kommer tilbage til sagen på et senere møde.", "på et senere møde", False),
        ("Sagen tages op igen på et kommende chefforumsmøde.", "på et kommende chefforumsmøde", False),
        ("Punktet genbesøges.", "", False),
        ("Det genbesøges, når den nye chef er begyndt.", "", False),
    ],
)
def test_what_is_no_date_is_kept_as_words(text, when, next_meeting):
    [found] = returns_in(text, SAID)
    assert (found.when, found.period, found.next_meeting) == (when, None, next_meeting)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Chefforum tog orienteringen til efterretning.",
        "Tallene for juni 2021 blev gennemgået.",
        "Chefforum besluttede at følge planen i maj.",
        "Pengene gives tilbage i maj.",
    ],
)
def test_other_decisions_say_nothing_of_it(text):
    assert returns_in(text, SAID) == []


def test_a_date_in_the_next_sentence_is_another_matter():
    [found] = returns_in("Punktet genbesøges. Budgettet vedtages i oktober.", SAID)
    assert found.period is None


def test_each_is_offered_once():
    text = "Skoler genbesøges i maj. Dagtilbud genbesøges i juni. Skoler genbesøges i maj."
    assert [one.when for one in returns_in(text, SAID)] == ["i maj", "i juni"]
