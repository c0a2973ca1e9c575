"""Who a person is to a forum."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chefforum.organisation.models import Role, User
from meetings.models import (
    Forum,
    Membership,
)

Viewer = User | AnonymousUser

# Roles that can sit in a forum; a seat held by anybody else gives no right.
MEMBER_ROLES = (Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_DEPARTMENT)

# Who reads a draft before the others.
REVIEWERS = (Role.CHIEF_EXECUTIVE, Role.DIRECTOR)


def is_secretariat(user: Viewer) -> bool:
    """Whether the person prepares meetings."""
    return isinstance(user, User) and user.is_active and user.role == Role.SECRETARIAT


def seats(day: date) -> Q:
    """The memberships that count on a day."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


def members_on(forum: Forum, day: date) -> QuerySet[User]:
    """Who sits in the forum on a day."""
    held = Membership.objects.filter(seats(day), forum=forum, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), role__in=MEMBER_ROLES, is_active=True)


def reviewers_of(forum: Forum) -> QuerySet[User]:
    """Who reads the forum's drafts before the others: the chief executive and the directors who sit in it today."""
    return members_on(forum, timezone.localdate()).filter(role__in=REVIEWERS)


def is_member(user: Viewer, forum_id: int) -> bool:
    """Whether the person sits in the forum today."""
    return (
        isinstance(user, User)
        and user.is_active
        and user.role in MEMBER_ROLES
        and Membership.objects.filter(seats(timezone.localdate()), forum_id=forum_id, user=user).exists()
    )


def forums_of(user: User) -> QuerySet[Membership, int]:
    """The ids of the forums that the person sits in today."""
    return Membership.objects.filter(seats(timezone.localdate()), user=user).values_list("forum_id", flat=True)
