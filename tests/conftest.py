"""Five people, a forum and a meeting to try the house with."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client

from chefforum.organisation.models import User
from tests import clock
from tests.factories import Sent, a_forum, a_meeting, a_person, sent_meeting

# `--hypothesis-profile=quick` shows a counterexample as found, without the minutes it takes to make it small.
hypothesis.settings.register_profile(
    "quick", phases=[hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate]
)
# CI tries the same examples every time, so that a red build is about the change; a developer's machine tries new ones.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--at", metavar="MOMENT", help="the suite's clock, e.g. 2027-01-01T00:05 (Danish time)")


def pytest_configure(config: pytest.Config) -> None:
    if moment := config.getoption("--at"):
        clock.move(moment)


SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "referater"


@pytest.fixture(scope="session", autouse=True)
def _settings_for_a_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from django.conf import settings

    folder = tmp_path_factory.mktemp("data")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.DATA_DIR = folder
    settings.MEDIA_ROOT = folder / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return


@pytest.fixture
def forum(db: None) -> Any:
    return a_forum()


@pytest.fixture
def secretary(forum: Any) -> User:
    return a_person("mette", "secretariat")


@pytest.fixture
def chief_executive(forum: Any) -> User:
    return a_person("henrik", "chief_executive", forum)


@pytest.fixture
def chief(forum: Any) -> User:
    return a_person("pernille", "head_of_department", forum)


@pytest.fixture
def barred(forum: Any) -> User:
    """A member who is inhabil for the closed item of a sent meeting."""
    return a_person("jesper", "head_of_department", forum)


@pytest.fixture
def outsider(forum: Any) -> User:
    return a_person("niels", "reader")


@pytest.fixture
def administrator(forum: Any) -> User:
    return a_person("anton", "administrator", staff=True)


@pytest.fixture
def people(secretary, chief_executive, chief, barred, outsider, administrator) -> list[User]:
    return [secretary, chief_executive, chief, barred, outsider, administrator]


@pytest.fixture
def meeting(forum: Any, secretary: User) -> Any:
    return a_meeting(forum, secretary)


@pytest.fixture
def sent(forum: Any, secretary: User, chief: User, chief_executive: User, barred: User) -> Sent:
    return sent_meeting(forum, secretary, barred)


@pytest.fixture
def login() -> Callable[[User], Client]:
    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture(scope="session")
def referater() -> Path:
    """The three real minutes. They may be missing on a developer's machine, never in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must have ../shared/referater")
        pytest.skip("../shared/referater is not here")
    return SHARED
