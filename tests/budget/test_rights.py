"""Every address of the budget agreement, and who gets what answer there in which state."""

import pytest
from django.urls import reverse
from django.utils import timezone

from budget import permissions
from budget.actions import reviewing
from budget.actions.answering import say_all
from budget.models import Change, Initiative, Round, RoundPaper, Status, TextRequest
from budget.urls import urlpatterns
from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from tests.factories.budget import a_round, advance, status_of

INTERNAL = "Hemmelighedskræmmerens bemærkning"
PUBLIC = "Åbenhedskræmmerens tekst"

ROLES = ["secretary", "officer", "chief_executive", "director", "chief", "barred", "outsider", "administrator"]
STATES = {
    "planned": [],
    "collecting": ["collect"],
    "directors": ["collect", "to_directors"],
    "forum": ["collect", "to_directors", "to_forum"],
    "sent": ["collect", "to_directors", "to_forum", "send"],
    "closed": ["collect", "to_directors", "to_forum", "send", "close"],
}
#           secretary officer  ce   director chief barred outsider administrator
SEES = [200, 200, 200, 200, 200, 200, 200, 404]
RUNS = [200, 200, 403, 403, 403, 403, 403, 404]
MAKES = [200, 200, 403, 403, 403, 403, 403, 403]
OPENS_ROUND = {
    "planned": [200, 200, 404, 404, 404, 404, 404, 404],
    "collecting": [200, 200, 200, 200, 200, 200, 404, 404],
    "directors": [200, 200, 200, 200, 200, 200, 404, 404],
    "forum": [200, 200, 200, 200, 200, 200, 404, 404],
    "sent": SEES,
    "closed": SEES,
}
CHANGES_ROUND = {
    state: [200, 200] + [403 if one == 200 else one for one in row[2:]] for state, row in OPENS_ROUND.items()
}
REVIEWS = {
    "planned": [403, 403, 404, 404, 404, 404, 404, 404],
    "collecting": [200, 200, 403, 403, 403, 403, 404, 404],
    "directors": [200, 200, 200, 200, 403, 403, 404, 404],
    "forum": [200, 200, 403, 403, 403, 403, 404, 404],
    "sent": [302, 302] + [403] * 5 + [404],
    "closed": [302, 302] + [403] * 5 + [404],
}
# The chief's own point 1.1, and 1.2 that is nobody's; the barred member is a chief of another department.
OWN_STATUS = {
    "collecting": [200, 200, 404, 404, 200, 404, 404, 404],
    "directors": [200, 200, 200, 200, 200, 404, 404, 404],
    "forum": [200, 200, 200, 200, 200, 200, 404, 404],
    "sent": [200] * 6 + [404, 404],
    "closed": [200] * 6 + [404, 404],
}
OTHER_STATUS = {
    **OWN_STATUS,
    "collecting": [200, 200, 404, 404, 404, 404, 404, 404],
    "directors": [200, 200, 200, 200, 404, 404, 404, 404],
}
INTERNAL_PAPER = {
    "forum": [200, 200, 200, 200, 200, 200, 404, 404],
    "sent": [200, 200, 200, 200, 200, 200, 404, 404],
    "closed": [200, 200, 200, 200, 200, 200, 404, 404],
}
COMMITTEE_PAPER = {"sent": SEES, "closed": SEES}
EVERY = dict.fromkeys(STATES, SEES)
PAPERS = ("paper", "paper_pdf", "paper_marked", "paper_xlsx", "paper_docx")
INDEX = [302] * 7 + [404]
TABLE = {
    ("index", ()): dict.fromkeys(STATES, INDEX),
    ("years", ()): EVERY,
    ("make", ()): dict.fromkeys(STATES, MAKES),
    ("agreement", ("year",)): EVERY,
    ("export", ("year",)): EVERY,
    ("point", ("year", "1.1")): EVERY,
    ("change", ("year",)): dict.fromkeys(STATES, RUNS),
    ("sheet", ("year",)): dict.fromkeys(STATES, RUNS),
    ("close", ("year",)): dict.fromkeys(STATES, RUNS),
    ("new_point", ("year",)): dict.fromkeys(STATES, RUNS),
    ("write_point", ("year", "1.1")): dict.fromkeys(STATES, RUNS),
    ("plan_round", ()): dict.fromkeys(STATES, MAKES),
    ("round", ("round",)): OPENS_ROUND,
    ("mine", ("round",)): OPENS_ROUND,
    ("change_round", ("round",)): CHANGES_ROUND,
    ("review", ("round",)): REVIEWS,
    ("history", ("own",)): OWN_STATUS,
    ("history", ("other",)): OTHER_STATUS,
    **{(name, ("internal",)): INTERNAL_PAPER for name in PAPERS},
    **{(name, ("committee",)): COMMITTEE_PAPER for name in PAPERS},
}
POSTS = {
    "include_new",
    "committee",
    "save_view",
    "drop_view",
    "sheet_confirm",
    "end_point",
    "step",
    "remind",
    "save",
    "unchanged",
    "ask",
    "not_asked",
}


@pytest.fixture
def everybody(secretary, officer, chief_executive, director, chief, barred, outsider, administrator):
    return [secretary, officer, chief_executive, director, chief, barred, outsider, administrator]


@pytest.fixture
def in_state(agreement, officer, monkeypatch):
    """A round in a state, with an internal word and a public one in every status, and its PDFs made."""
    monkeypatch.setattr(documents.render, "to_pdf", lambda paper, *_: (str(paper).encode(), 1))

    def make(state: str) -> Round:
        made = a_round(agreement, by=officer)
        for verb in STATES[state]:
            advance(made, verb, by=officer)
            if verb == "collect":
                for status in Status.objects.filter(round=made):
                    say_all(
                        status,
                        {"light": "red", "comment": INTERNAL, "next_step": INTERNAL, "public_text": PUBLIC},
                        by=officer,
                    )
        for document in Document.objects.filter(state="queued"):
            documents.make_pdf(document.pk)
        return Round.objects.get(pk=made.pk)

    return make


def words_for(made: Round) -> dict[str, object]:
    papers = {one.edition: one.pk for one in RoundPaper.objects.filter(round=made, current=True)}
    statuses = {"own": "1.1", "other": "1.2"} if made.state != "planned" else {}
    found = {name: status_of(made, number).pk for name, number in statuses.items()}
    return {"year": 2026, "round": made.pk, **papers, **found}


@pytest.mark.parametrize("state", STATES)
def test_every_address_answers_each_role_as_the_table_says(state, in_state, everybody, login):
    made = in_state(state)
    words = words_for(made)
    for user, role in zip(everybody, ROLES, strict=True):
        client = login(user)
        for (name, args), expected in TABLE.items():
            if state not in expected or any(
                arg in ("internal", "committee", "own", "other") and arg not in words for arg in args
            ):
                continue
            url = reverse(f"budget:{name}", args=[words.get(arg, arg) for arg in args])
            response = client.get(url)
            wanted = expected[state][ROLES.index(role)]
            assert response.status_code == wanted, f"{role} at {name}{args}, {state}"
            content = response.getvalue() if response.streaming else response.content
            if role in ("outsider", "administrator"):
                assert INTERNAL.encode() not in content, f"{role} reads an internal comment at {name}, {state}"
                if state not in ("sent", "closed"):
                    assert PUBLIC.encode() not in content, f"{role} reads what is not sent at {name}, {state}"
            if role == "barred" and state in ("planned", "collecting", "directors"):
                assert INTERNAL.encode() not in content, f"another head reads {name}, {state}"
                assert PUBLIC.encode() not in content, f"another head reads {name}, {state}"


def test_the_sheet_with_a_rounds_status_is_not_for_readers(in_state, outsider, login):
    made = in_state("sent")
    url = reverse("budget:export", args=[2026])
    assert login(outsider).get(url, {"runde": made.pk}).status_code == 403


def test_the_table_names_every_address():
    names = {pattern.name for pattern in urlpatterns}
    assert names == {name for name, _ in TABLE} | POSTS


def test_nobody_comes_in_without_a_login(client, in_state):
    words = words_for(in_state("sent"))
    for name, args in TABLE:
        response = client.get(reverse(f"budget:{name}", args=[words.get(arg, arg) for arg in args]))
        assert response.status_code == 302
        assert response["Location"].startswith("/log-ind/")


@pytest.mark.parametrize("state", STATES)
def test_no_post_of_somebody_without_the_right_changes_anything(state, in_state, everybody, officer, chief, login):
    made = in_state(state)
    if state in ("collecting", "directors", "forum"):
        reviewing.ask_for_text(status_of(made, "1.2"), person=chief, due=timezone.localdate(), wish="", by=officer)
    others = [one for one in everybody if one.role not in permissions.OFFICERS]

    def everything() -> tuple[object, ...]:
        return (
            list(Round.objects.values()),
            list(Status.objects.exclude(initiative=point_of_11).order_by("pk").values()),
            Change.objects.exclude(status__initiative=point_of_11).count(),
            list(Initiative.objects.order_by("pk").values()),
            list(TextRequest.objects.values()),
        )

    point_of_11 = Initiative.objects.get(chapter__number=1, point=1)
    before = everything()
    status = status_of(made, "2.2").pk if state != "planned" else 1
    request = TextRequest.objects.first()
    posts = [
        ("make", [], {"year": 2031, "title": "Kapret", "unit": "kr"}),
        ("change", [2026], {"title": "Kapret", "unit": "kr"}),
        ("sheet_confirm", [2026], {"token": "x", "gem": "1"}),
        ("close", [2026], {}),
        ("new_point", [2026], {"number": "9.9", "title": "Kapret"}),
        ("write_point", [2026, "1.2"], {"number": "1.2", "title": "Kapret"}),
        ("end_point", [2026, "1.2"], {}),
        ("plan_round", [], {"name": "Kapret"}),
        ("change_round", [made.pk], {"name": "Kapret"}),
        ("remind", [made.pk], {}),
        ("include_new", [made.pk], {}),
        ("committee", [made.pk], {"on": "2026-04-01", "text": "Kapret"}),
        ("review", [made.pk], {"aar": 2026, "valgt": status, "var_light": "red", "light": "green"}),
        ("save", [status], {"var_light": "red", "light": "green"}),
        ("unchanged", [status], {"besvaret": "1"}),
        ("ask", [status], {"person": chief.pk, "due": timezone.localdate().isoformat()}),
        *[("step", [made.pk, verb], {"begrundelse": "x"}) for verb in ("collect", "to_directors", "send", "take_back")],
        *([("not_asked", [request.pk], {})] if request else []),
    ]
    for user in others:
        if state == "directors" and user.role in permissions.DIRECTORS:
            continue  # they may change what is with them: test_reviewing
        client = login(user)
        for name, args, values in posts:
            answer = client.post(reverse(f"budget:{name}", args=args), values)
            assert answer.status_code in (403, 404), f"{user.role} posts to {name}, {state}"
    assert everything() == before


@pytest.mark.parametrize("state", STATES)
def test_what_is_seen_and_what_may_be_seen_agree(state, in_state, everybody):
    in_state(state)
    for user in everybody:
        seen = set(permissions.statuses_seen_by(user))
        for status in Status.objects.select_related("round", "initiative__chapter__agreement"):
            assert (status in seen) == permissions.may_see_status(user, status)
            assert not permissions.may_write_status(user, status) or status in seen
