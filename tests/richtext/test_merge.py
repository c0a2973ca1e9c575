"""Two texts that grew out of one become one text, with every word that either added."""

from hypothesis import given
from hypothesis import strategies as st

from chefforum.richtext import clean, merge, words

WORD = st.sampled_from(["Vi", "har", "fundet", "penge", "til", "planen", "i", "budgettet", "nu", "4,2"])
TEXT = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), max_size=4).map(
    lambda lines: "".join(f"<p>{line}</p>" for line in lines)
)


def changed(draw, text: str, mark: str) -> str:
    """The text with a word of somebody's own put in somewhere, and perhaps a paragraph more."""
    blocks = text.split("</p>")[:-1]
    for number in range(len(blocks)):
        if draw(st.booleans()):
            told = blocks[number].removeprefix("<p>").split()
            told.insert(draw(st.integers(0, len(told))), f"{mark}{number}")
            blocks[number] = f"<p>{' '.join(told)}"
    more = f"<p>{mark}ny</p>" if draw(st.booleans()) else ""
    return "".join(f"{block}</p>" for block in blocks) + more


def test_words_of_both_stand_where_each_wrote_them():
    base = "<p>Vi har fundet penge til planen.</p><p>Slut.</p>"
    mine = "<p>Vi har nu fundet penge til planen.</p><p>Slut.</p>"
    theirs = "<p>Vi har fundet alle penge til planen.</p><p>Slut.</p><p>Mere.</p>"
    assert merge(base, mine, theirs) == "<p>Vi har nu fundet alle penge til planen.</p><p>Slut.</p><p>Mere.</p>"


def test_where_both_changed_the_same_words_both_stand():
    merged = merge("<p>Rammen er 4,2 mio.</p>", "<p>Rammen er 3,8 mio.</p>", "<p>Rammen er 5,0 mio.</p>")
    assert merged == "<p>Rammen er 5,0 3,8 mio.</p>"


def test_tables_and_lists_that_both_changed_stand_after_each_other():
    rows = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
    merged = merge(rows.format(1), rows.format(2), rows.format(3))
    assert merged == rows.format(3) + rows.format(2)


@given(TEXT, TEXT)
def test_one_that_changed_nothing_gives_way(base, other):
    assert merge(base, base, other) == other
    assert merge(base, other, base) == other
    assert merge(base, other, other) == other


@given(st.data(), TEXT)
def test_no_word_that_either_added_is_lost_and_the_result_is_in_normal_form(data, base):
    mine, theirs = changed(data.draw, base, "min"), changed(data.draw, base, "din")
    merged = merge(base, mine, theirs)
    assert set(words(merged)) >= set(words(mine)) | set(words(theirs))
    assert clean(merged) == merged
    for text in (mine, theirs):
        if set(words(text)) == set(words(base)):
            continue
        added = [word for word in words(text) if word.startswith(("min", "din"))]
        assert [word for word in words(merged) if word in added] == added
