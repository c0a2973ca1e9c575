"""Paper has an edge: no cell of a table that an author wrote stands beyond it, and a table that cannot fit is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.documents import fit, render
from chefforum.richtext import clean, from_paste
from chefforum.workflow import Refused
from meetings.actions import sending
from tests.cases import case
from tests.factories import a_meeting, add, fresh, write

PAGE = "<!doctype html><html lang=da><head><title>x</title></head><body><main>{}</main></body></html>"


def beyond(page: str) -> list[str]:
    """The words that are laid out beyond the text area of their page."""
    found = []
    for sheet in render.layout(fit.ready_for_print(PAGE.format(page))).pages:
        box = sheet._page_box
        edge = box.content_box_x() + box.width + 0.5
        for one in box.descendants():
            text = getattr(one, "text", None)
            if text and one.position_x + one.width > edge:
                found.append(text)
    return found


def a_table(*widths: int, rows: int = 2) -> str:
    cells = "".join(f"<td>{'8' * width}</td>" for width in widths)
    return clean(f"<table>{f'<tr>{cells}</tr>' * rows}</table>")


def test_fourteen_columns_are_whole_on_a_page_on_its_side():
    html = from_paste(case("paste/08-wide-table.html").read_text()).html
    setting = fit.setting_for(html[: html.index("</table>") + 8])
    assert setting is not None
    assert setting.on_its_side
    assert beyond(html) == []


@pytest.mark.parametrize(
    ("columns", "name"), [(3, "author"), (7, "author small"), (12, "author small"), (16, "author tiny"), (40, None)]
)
def test_the_type_follows_the_width(columns, name):
    setting = fit.setting_for(a_table(*[9] * columns))
    assert (setting.name if setting else None) == name


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 14), min_size=1, max_size=16), st.sampled_from(["8", "M", "å", "W."]))
def test_what_is_said_to_fit_does(widths, sign):
    cells = "".join(f"<td>{sign * width}</td>" for width in widths)
    table = clean(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>")
    if fit.setting_for(table) is not None:
        assert beyond(table) == []


def test_an_address_without_a_place_to_break_stays_on_the_page():
    assert beyond(f"<p>Se https://portal.example.dk/{'langt' * 60}</p><ul><li>{'x' * 300}</li></ul>") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "words"), [(a_table(*[12] * 40), "bredere end papiret"), (a_table(3, rows=401), "over 400 rækker")]
)
def test_nothing_is_sent_with_a_table_that_would_be_cut(forum, secretary, login, table, words):
    meeting = a_meeting(forum, secretary)
    item = add(meeting, "Regnskab", secretary)
    write(item, secretary, table)
    page = login(secretary).get(f"/moeder/{meeting.pk}/send/").content.decode()
    assert words in page
    with pytest.raises(Refused, match=words):
        sending.send_agenda(fresh(meeting), by=secretary)
    assert fresh(meeting).state == "draft"
    write(item, secretary, a_table(3, 3))
    sending.send_agenda(fresh(meeting), by=secretary)
