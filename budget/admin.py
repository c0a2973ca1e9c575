"""The budget agreement in the administration: what the lights mean. All else is done on its own pages."""

from django.contrib import admin

from budget.models import LightMeaning
from chefforum.audit.admin import Logged


@admin.register(LightMeaning)
class LightMeaningAdmin(Logged):
    list_display = ["light", "meaning"]
