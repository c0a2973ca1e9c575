"""A person with a login."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class Role(models.TextChoices):
    """What a person is to the system (D113). Rights are read from it in each app's ``permissions.py``."""

    SECRETARIAT = "secretariat", "Sekretariat"
    CHIEF_EXECUTIVE = "chief_executive", "Kommunaldirektør"
    DIRECTOR = "director", "Direktør"
    HEAD_OF_DEPARTMENT = "head_of_department", "Afdelingschef"
    BUDGET_OFFICER = "budget_officer", "Budgetkonsulent"
    HR_ANALYST = "hr_analyst", "HR-konsulent"
    READER = "reader", "Læser"
    ADMINISTRATOR = "administrator", "Administrator"


class User(AbstractUser):
    """A person. A new person is a reader until somebody says otherwise."""

    role = models.CharField("rolle", max_length=20, choices=Role, default=Role.READER)
    session_epoch = models.PositiveIntegerField("sessioner afsluttet", default=0, editable=False)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["first_name", "last_name"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Django's hook: what a session must know to go on. Counting ``session_epoch`` up ends all of a person's."""
        salt = "chefforum.organisation.models.User.get_session_auth_hash"
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        """One letter of the first and one of the last name."""
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.username[:2].upper()
