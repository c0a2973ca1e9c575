"""Twenty members approve in the same second: none is lost, none counts twice."""

import pytest
from django.urls import reverse

from meetings import queries
from meetings.models import Approval
from tests.factories import a_person, fresh, send_for_approval, sent_meeting, sha_for
from tests.journeys.at_once import press_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]


def test_twenty_approve_in_the_same_second(forum, secretary):
    people = [a_person(f"chef{number}", "head_of_department", forum) for number in range(20)]
    meeting = send_for_approval(sent_meeting(forum, secretary), secretary)
    url = reverse("meetings:approve", args=[meeting.pk])
    # Each presses twice, as an impatient finger does.
    pressed = press_at_once([*people, *people], url, {"sha256": sha_for(meeting, people[0])})
    assert pressed.statuses == [302] * 40
    given = Approval.objects.filter(meeting=meeting, withdrawn_at=None)
    assert sorted(given.values_list("user", flat=True)) == sorted(user.pk for user in people)
    assert all(answer.approval for answer in queries.answers(fresh(meeting)) if answer.user in people)
