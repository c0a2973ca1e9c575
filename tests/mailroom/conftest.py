"""A post office, and members with addresses."""

from collections.abc import Iterator
from typing import Any

import pytest

from chefforum.organisation.models import User
from meetings.models import Forum
from tests.mailroom.post_office import PostOffice, open_for_post


@pytest.fixture
def post(settings: Any) -> Iterator[PostOffice]:
    settings.BASE_URL = "https://chefforum.lillevang.example"
    with open_for_post(settings) as office:
        yield office


@pytest.fixture
def members(forum: Forum, chief: User, chief_executive: User) -> list[User]:
    for user in (chief, chief_executive):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@lillevang.example")
    return [chief, chief_executive]
