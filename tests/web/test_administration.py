"""The administration answers the lookups that stand on its pages, and tells nothing else by what it leaves out."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

import chefforum.urls  # noqa: F401 - the administration is whole once the addresses are known
from chefforum.audit.admin import ListedLookups
from chefforum.audit.models import Entry
from meetings.actions import onward
from tests.factories import SECRET, hold

ADMINS = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
ENDINGS = ("", "__exact", "__startswith", "__icontains", "__regex", "__isnull", "__gt", "__in")
pytestmark = pytest.mark.django_db


def paths(model: type[models.Model], depth: int) -> Iterator[str]:
    """Every path of fields and relations from a model, forwards and backwards, over at most so many relations."""
    for field in model._meta.get_fields():
        name = field.name
        yield name
        if isinstance(field, models.JSONField):
            yield f"{name}__items__3__title"
        if field.is_relation and depth and field.related_model:
            yield from (f"{name}__{rest}" for rest in paths(field.related_model, depth - 1))


def changelist(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize(("model", "page"), ADMINS, ids=lambda one: getattr(one, "__name__", ""))
def test_no_path_can_be_asked_for_but_those_that_are_listed(model, page, rf):
    assert isinstance(page, ListedLookups)
    asked = {path + ending for path in paths(model, 3) for ending in ENDINGS}
    assert len(asked) > len(ENDINGS)
    assert {path for path in asked if page.lookup_allowed(path, "x", rf.get("/"))} <= set(page.lookups)


@pytest.mark.parametrize(("model", "page"), ADMINS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_lookup_through_a_relation_is_refused_whatever_it_would_find(model, page, sent, administrator, login):
    client = login(administrator)
    for path in sorted(set(paths(model, 1)))[::6]:
        answer = client.get(changelist(model), {f"{path}__startswith": "H"})
        assert (answer.status_code, path) == (400, path)


@pytest.mark.parametrize(("model", "page"), ADMINS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_filter_on_the_page_works(model, page, sent, administrator, login):
    client = login(administrator)
    shown = client.get(changelist(model))
    assert shown.status_code == 200
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]+)"', shown.content.decode())}
    for link in links:
        assert (client.get(changelist(model) + link).status_code, link) == (200, link)


def test_a_search_finds_by_nothing_that_is_not_shown(sent, administrator, login):
    """Frozen papers and mails hold closed words; no search of the administration finds them."""
    client = login(administrator)
    for model, page in ADMINS:
        if page.search_fields:
            found = client.get(changelist(model), {"q": SECRET})
            assert found.context["cl"].result_count == 0, model


def test_the_log_names_no_forum_that_a_closed_case_goes_on_to(sent, secretary):
    hold(sent, secretary)
    stop = onward.send_on(sent.closed_item, forum=f"{SECRET} udvalg", when="", by=secretary)
    onward.note_outcome(stop, decided_on=sent.meeting.starts_at.date().replace(year=2020), outcome="Ja", by=secretary)
    assert Entry.objects.filter(verb__startswith="meetings.case_").count() == 2
    assert not Entry.objects.filter(text__contains=SECRET).exists()
