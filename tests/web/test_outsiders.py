"""A request without a login is answered before anything that it brings is read."""

from time import process_time

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
NESTED = "<b>" * 6000
ADDRESSES = ("/findes-ikke/", "/", "/moeder/", "/admin/", "/log-ind/", "/log-ud/", "/budget/", "/sundhed/")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("tokens", [False, True])
def test_nothing_that_an_outsider_posts_is_read_or_sent_back(address, tokens):
    client = Client(enforce_csrf_checks=tokens)
    begun = process_time()
    small = client.post(address, {"html": f"<p>Fremmed tekst {NESTED[:6000]}"})
    large = client.post(address, {"html": f"Fremmed tekst {NESTED * 20}"})
    assert process_time() - begun < 1
    assert large.status_code == 413
    assert small.status_code in {200, 302, 401, 403, 404, 405}
    for answer in (small, large):
        assert "Fremmed tekst" not in answer.content.decode()


def test_what_a_person_typed_is_handed_back_by_every_page_that_refuses_it(chief, login):
    client = login(chief)
    gone = client.post("/findes-ikke/", {"tekst": "Mine egne ord"})
    assert (gone.status_code, "Mine egne ord" in gone.content.decode()) == (404, True)
    many = client.post(reverse("password_change"), {f"felt{number}": "x" for number in range(1100)})
    assert (many.status_code, many["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "kunne ikke læses" in many.content.decode()


def test_a_bad_request_is_answered_in_danish(administrator, login):
    page = login(administrator).get(reverse("admin:meetings_forum_changelist"), {"items__title__startswith": "H"})
    assert page.status_code == 400
    assert "Det kunne ikke læses" in page.content.decode()


def test_the_words_of_a_person_cost_little_to_hand_back(chief, login):
    client = login(chief)
    begun = process_time()
    done = client.post("/findes-ikke/", {f"f{number}": NESTED * 10 for number in range(20)})
    assert (done.status_code, process_time() - begun < 4) == (404, True)
