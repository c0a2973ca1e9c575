"""Decisions drafted from recommendations: the table of verbs, Danish word order, and what is not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Outcome
from meetings.rules import deciding

FORUM = "Chefforum"


@pytest.mark.parametrize(
    ("point", "sentence", "outcome"),
    [
        ("at Chefforum tager orienteringen til efterretning", "Chefforum tog orienteringen til efterretning.", "noted"),
        ("at chefforum godkender dagsordenen.", "Chefforum godkendte dagsordenen.", "approved"),
        ("at Chefforum drøfter, hvordan afdelingerne beslutter nye rammer", "Chefforum drøftede, hvordan afdelingerne beslutter nye rammer.", "discussed"),
        ("at Chefforum drøfter oplægget og beslutter form", "Chefforum drøftede oplægget og besluttede form.", "discussed"),
        ("at Chefforum beslutter at afsætte midler", "Chefforum besluttede at afsætte midler.", "decided"),
        ("at Chefforum gennemgår status", "Chefforum gennemgik status.", "reviewed"),
        ("at Chefforum aftaler den videre proces", "Chefforum aftalte den videre proces.", "decided"),
        ("at Chefforum tager stilling til, om møderne flyttes", "Chefforum tog stilling til, om møderne flyttes.", "discussed"),
        ("at Chefforum tager beslutning om tavlen", "Chefforum tog beslutning om tavlen.", "decided"),
        ("at Chefforum ikke godkender planen", "Chefforum godkendte ikke planen.", "approved"),
        ("at Chefforum løbende drøfter fraværet", "Chefforum drøftede løbende fraværet.", "discussed"),
        ("at status tages til efterretning", "Chefforum tog status til efterretning.", "noted"),
        ("at der tages stilling til bemandingen", "Chefforum tog stilling til bemandingen.", "discussed"),
        ("at planen godkendes med de nævnte ændringer", "Chefforum godkendte planen med de nævnte ændringer.", "approved"),
        ("at Kommunaldirektøren udpeger en tovholder", "Kommunaldirektøren udpegede en tovholder.", "decided"),
        ("Chefforum vælger en ny ordning,", "Chefforum valgte en ny ordning.", "decided"),
    ],
)  # fmt: skip
def test_a_point_becomes_the_decision_that_follows_it(point, sentence, outcome):
    assert deciding.followed(point, forum=FORUM) == deciding.Proposal(sentence, Outcome(outcome))


@pytest.mark.parametrize("verb", deciding.VERBS, ids=lambda verb: verb[0])
def test_every_verb_of_the_table_is_read_both_ways(verb):
    present, past, passive, _ = verb
    assert deciding.followed(f"at Chefforum {present} sagen", forum=FORUM).text == f"Chefforum {past} sagen."
    assert deciding.followed(f"at sagen {passive}", forum=FORUM).text == f"Chefforum {past} sagen."


@pytest.mark.parametrize(
    "point", ["", "at", "at cheferne kort redegør for deres tiltag", "Se bilaget", "at hvordan drøfter"]
)
def test_what_is_not_understood_gives_no_sentence(point):
    assert deciding.followed(point, forum=FORUM) is None
    assert deciding.otherwise(point, "approved", forum=FORUM) == "Chefforum godkendte indstillingen."


def test_who_decided_begins_the_sentence():
    point = "at Chefforum godkender planen"
    both = ["Chefforum", "Kommunaldirektøren"]
    assert deciding.followed(point, forum=FORUM, by=both).text == "Chefforum og Kommunaldirektøren godkendte planen."
    assert deciding.otherwise(point, "noted", forum=FORUM, by=both[1:]).startswith(
        "Kommunaldirektøren tog orienteringen"
    )


def test_points_with_one_verb_can_be_said_together():
    points = ["at Chefforum godkender dagsordenen", "at Chefforum godkender referatet fra mødet d. 7. maj"]
    assert (
        deciding.together(points, forum=FORUM) == "Chefforum godkendte dagsordenen, samt referatet fra mødet d. 7. maj."
    )
    assert deciding.agenda_and_minutes(points, forum=FORUM) == "Chefforum godkendte dagsorden og referat."
    assert deciding.together([*points, "at Chefforum drøfter budgettet"], forum=FORUM) == ""
    assert deciding.together(points[:1], forum=FORUM) == ""
    noted = ["at Chefforum tager status til efterretning", "at Chefforum tager planen til efterretning"]
    assert deciding.together(noted, forum=FORUM) == "Chefforum tog status, samt planen til efterretning."


def test_other_ways_to_say_it():
    point = "at Chefforum drøfter oplægget"
    assert deciding.with_comments(point, forum=FORUM) == "Chefforum drøftede oplægget med følgende kommentarer:"
    assert deciding.in_passive("at Chefforum godkender planen", forum=FORUM) == "Planen blev godkendt af Chefforum."
    assert (
        deciding.shorter("at Chefforum tager fraværet i 3. kvartal til efterretning", forum=FORUM)
        == "Chefforum tog orienteringen til efterretning."
    )
    assert deciding.otherwise(point, "postponed", forum=FORUM) == "Punktet blev udsat."
    assert deciding.otherwise(point, "none", forum=FORUM) == ""
    for outcome in Outcome.values:
        deciding.otherwise("", outcome, forum=FORUM)


@given(st.text(max_size=200))
def test_no_text_brings_it_down(text):
    """Whatever is typed as a point, there is a sentence that ends as one, or none."""
    made = deciding.followed(text, forum=FORUM)
    assert made is None or made.text.endswith(".")
    deciding.in_passive(text, forum=FORUM)
    deciding.together([text, text], forum=FORUM)
