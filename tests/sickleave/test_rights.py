"""Every address of the absence statistics, and who gets what answer there."""

import pytest
from django.urls import reverse

from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from sickleave import permissions
from sickleave.models import Account, Report, ReportPaper
from sickleave.urls import urlpatterns
from tests.factories.absence import publish
from tests.sickleave.test_accounts import say

ROLES = [
    "secretary",
    "analyst",
    "chief_executive",
    "director",
    "chief",
    "barred",
    "officer",
    "outsider",
    "administrator",
]
SEES = [200, 200, 200, 200, 200, 200, 200, 200, 404]
RUNS = [200, 200, 403, 403, 403, 403, 403, 403, 403]
# What is of a report that others may open: first whether they may see it, then whether they may do it.
LEADS = [200, 200, 403, 403, 403, 403, 403, 403, 404]
DRAFT = [200, 200, 404, 404, 404, 404, 404, 404, 404]
UNITS = [200, 200, 200, 200, 200, 200, 404, 404, 404]
OWN = [404, 404, 404, 404, 200, 404, 404, 404, 404]
TABLE = {
    ("index", ()): ([302, 302] + [200] * 6 + [403], [302] * 8 + [403]),
    ("make", ()): (RUNS, RUNS),
    ("report", ("report",)): (DRAFT, SEES),
    ("change", ("report",)): (DRAFT, LEADS),
    ("csv", ("report",)): (DRAFT, SEES),
    ("drawing", ("report",)): (DRAFT, SEES),
    ("accounts", ("report",)): (DRAFT, UNITS),
    ("account", ("account",)): (None, OWN),
    ("paper", ("units",)): (None, UNITS),
    ("paper_pdf", ("units",)): (None, UNITS),
    ("paper_xlsx", ("units",)): (None, UNITS),
    ("paper", ("departments",)): (None, SEES),
    ("paper_pdf", ("departments",)): (None, SEES),
    ("paper_xlsx", ("departments",)): (None, SEES),
    ("figures", ()): (RUNS, RUNS),
    ("export", ()): (RUNS, RUNS),
    ("units", ()): (RUNS, RUNS),
    ("make_unit", ()): (RUNS, RUNS),
    ("unit", ("unit",)): (RUNS, RUNS),
    ("join", ("department",)): (RUNS, RUNS),
    ("settings", ()): (RUNS, RUNS),
    ("new_setting", ("maal",)): (RUNS, RUNS),
    ("new_setting", ("grundlag",)): (RUNS, RUNS),
    ("new_setting", ("indsats",)): (RUNS, RUNS),
    ("write_setting", ("graenser", 1)): (RUNS, RUNS),
}
# What is only ever sent to.
POSTS = {
    ("step", ("report", "close")): LEADS,
    ("remind", ("report",)): LEADS,
    ("send", ("account",)): OWN,
    ("take_back", ("account",)): OWN,
    ("confirm", ()): RUNS,
    ("change_unit", ("unit", "omdoeb")): RUNS,
}


@pytest.fixture
def people(request):
    return [request.getfixturevalue(role) for role in ROLES]


def address(name, arguments, report, unit):
    papers = {one.edition: one.pk for one in ReportPaper.objects.filter(report=report)}
    account = Account.objects.filter(report=report, department__name="Skoler").first()
    found = {
        "report": report.pk,
        "unit": unit.pk,
        "department": unit.department_id,
        "account": account.pk if account else 0,
        **papers,
    }
    return reverse(f"sickleave:{name}", args=[found.get(one, one) for one in arguments])


def status(client, where):
    response = client.get(where)
    if response.streaming:
        assert response.getvalue()  # the file is closed when it is read
    return response.status_code


def test_the_table_knows_every_address():
    assert {name for name, _ in [*TABLE, *POSTS]} == {pattern.name for pattern in urlpatterns}


def test_who_opens_what(town, draft, analyst, people, login, client):
    for out in (False, True):
        if out:
            publish(draft, analyst)
            for document in Document.objects.all():
                documents.make_pdf(document.pk)
        for (name, arguments), answers in TABLE.items():
            expected = answers[out]
            if expected is None:
                continue
            where = address(name, arguments, draft, town["Åskolen"])
            got = [status(login(person), where) for person in people]
            assert got == expected, (name, arguments, out)
            assert client.get(where).status_code == 302


def test_who_does_what(town, published, analyst, people, login, client):
    for (name, arguments), expected in POSTS.items():
        where = address(name, arguments, published, town["Åskolen"])
        for person, answer in zip(people, expected, strict=True):
            got = login(person).post(where).status_code
            done = got in (200, 302, 409, 422)
            assert done == (answer == 200), (name, arguments, person, got)
            if not done:
                assert got == answer, (name, arguments, person)
            Report.objects.filter(pk=published.pk).update(state="published")
        assert client.post(where).status_code == 401


def test_seen_by_agrees_with_may_see(published, people, chief, barred, login):
    account = Account.objects.get(report=published, department__name="Skoler")
    say(login(chief), account, reasons=("a", ""), measures=("b", ""))
    for person in people:
        reports = permissions.reports_seen_by(person)
        assert reports.exists() == permissions.may_see_absence(person)
        editions = {one.edition for one in permissions.papers_seen_by(person)}
        assert editions == set(permissions.editions_seen_by(person))
        assert ("units" in editions) == permissions.may_see_units(person)
        assert set(permissions.accounts_of(person)) <= set(permissions.accounts_seen_by(person))
        writes = permissions.may_write_account(person, account)
        assert writes == (person == chief)
        assert permissions.accounts_seen_by(person).filter(pk=account.pk).exists() == writes


def test_no_parameter_opens_what_a_reader_may_not_see(published, outsider, chief, login, town):
    reader = login(outsider)
    base = reverse("sickleave:report", args=[published.pk])
    plain = reader.get(base).content
    for query in ("?udgave=units", "?udgave=all", "?niveau=enheder", "?udgave=all&niveau=enheder"):
        page = reader.get(base + query).content.decode()
        assert not any(name in page for name in town), query
    unit, hidden = town["Åskolen"].pk, town["PPR"].pk
    for query in (f"?enhed={unit}", f"?udgave=units&enhed={unit}", f"?enhed={hidden}"):
        answer = reader.get(base + query)
        assert not any(name in answer.content.decode() for name in town)
        for other in ("csv", "drawing"):
            text = reader.get(reverse(f"sickleave:{other}", args=[published.pk]) + query).content.decode()
            assert not any(name in text for name in town)
    assert plain
    assert login(chief).get(f"{base}?udgave=all").content.decode().count("Alle tal (kun HR") == 0
    assert reader.get(f"{base}?afdeling=999999").status_code == 404
    assert reader.get(f"{base}?afdeling=x").status_code == 200
    assert reader.get(f"{base}?periode=999999").status_code == 404
