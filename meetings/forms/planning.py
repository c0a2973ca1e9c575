"""When a forum meets."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.organisation.queries import days_off
from meetings import queries
from meetings.forms.fields import TEXT, MeetingChoice
from meetings.models import Forum, ItemKind, Meeting
from meetings.rules.series import odd_day

_DAY = {**TEXT, "type": "date"}
_WEEKS = [(1, "Hver uge"), (2, "Hver anden uge"), (3, "Hver tredje uge"), (4, "Hver fjerde uge")]


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


def _time_field() -> forms.TimeField:
    return forms.TimeField(label="Klokkeslæt", widget=forms.TimeInput(attrs={**TEXT, "type": "time"}, format="%H:%M"))


def _minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Varer (minutter)", required=False, min_value=5, max_value=720, widget=forms.NumberInput(attrs=TEXT)
    )


def _place_field() -> forms.CharField:
    return forms.CharField(label="Sted", required=False, max_length=160, widget=forms.TextInput(attrs=TEXT))


class _Planned(forms.Form):
    """A forum and how it usually meets."""

    forum = forms.ModelChoiceField(
        label="Forum", queryset=Forum.objects.none(), empty_label=None, widget=forms.Select(attrs=TEXT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forum = queries.forums_in_use().first()
        usual = {
            "forum": forum,
            "start": forum.usual_start if forum else time(9),
            "planned_minutes": forum.usual_minutes if forum else None,
            "location": forum.usual_location if forum else "",
        }
        kwargs["initial"] = {**usual, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = queries.forums_in_use()  # type: ignore[attr-defined]


class MeetingForm(_Planned):
    """Where and when a forum meets. With a meeting, it is moved, and says why."""

    date = _day_field("Dato")
    start = _time_field()
    planned_minutes = _minutes_field()
    location = _place_field()
    anyway = forms.BooleanField(label="Hold mødet den dag alligevel", required=False)
    # Whether the day is one to ask about, so that the page shows the question.
    asks_anyway = False

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        self.meeting = meeting
        if meeting is not None:
            local = timezone.localtime(meeting.starts_at)
            kwargs["initial"] = {
                "date": local.date(),
                "start": local.time(),
                "planned_minutes": meeting.planned_minutes,
                "location": meeting.location,
            }
        super().__init__(*args, **kwargs)
        if meeting is not None:
            del self.fields["forum"]
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=meeting.version)
            self.fields["reason"] = forms.CharField(
                label="Hvorfor flyttes mødet?",
                required=False,
                max_length=400,
                widget=forms.TextInput(attrs=TEXT),
                help_text="Skal udfyldes, når dato eller klokkeslæt ændres. Medlemmerne kan se begrundelsen.",
            )
            # Neither always required nor optional: the form page does not call it either.
            self.fields["reason"].conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day on which nobody would expect a meeting is asked about once; another time needs a reason."""
        cleaned = super().clean() or {}
        day, start = cleaned.get("date"), cleaned.get("start")
        if day is None or start is None:
            return cleaned
        moved = self.meeting is None or self.starts_at != self.meeting.starts_at
        odd = odd_day(day, timezone.localdate(), days_off(day, day)) if moved else ""
        self.asks_anyway = bool(odd)
        if odd and not cleaned.get("anyway"):
            self.add_error("date", f"{odd} Sæt kryds nedenfor, hvis mødet skal holdes alligevel.")
        if self.meeting is not None and moved and not str(cleaned.get("reason") or "").strip():
            self.add_error("reason", "Skriv, hvorfor mødet flyttes.")
        return cleaned

    @property
    def starts_at(self) -> datetime:
        """The aware start, in Copenhagen's time."""
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["start"], COPENHAGEN)


class SeriesForm(_Planned):
    """A series: every so many weeks from a first day to a last."""

    first = _day_field("Første møde")
    last = _day_field("Sidste møde senest")
    every_weeks = forms.TypedChoiceField(
        label="Hvor tit", choices=_WEEKS, coerce=int, initial=2, widget=forms.Select(attrs=TEXT)
    )
    start = _time_field()
    planned_minutes = _minutes_field()
    location = _place_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        january = date(today.year + (today.month > 2), 1, 1)
        # The first Thursday (D4) of the coming year, and its last day.
        thursday = january + timedelta(days=(3 - january.weekday()) % 7)
        kwargs["initial"] = {"first": thursday, "last": date(january.year, 12, 31)}
        super().__init__(*args, **kwargs)


class DaysForm(forms.Form):
    """The days of a series that the person keeps."""

    day = forms.TypedMultipleChoiceField(coerce=date.fromisoformat, required=False)

    def __init__(self, data: Any, *, days: list[date]) -> None:
        super().__init__(data)
        self.fields["day"].choices = [(day.isoformat(), "") for day in days]  # type: ignore[attr-defined]


class _Elsewhere(forms.Form):
    """Why something does not stay where it is, and the meeting it goes to, or none."""

    reason = forms.CharField(max_length=400, widget=forms.TextInput(attrs=TEXT))
    to = MeetingChoice(required=False, queryset=Meeting.objects.none(), widget=forms.Select(attrs=TEXT))

    def offer(self, meetings: QuerySet[Meeting]) -> None:
        """The meetings to choose from; the first is chosen until the person says otherwise."""
        self.fields["to"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["to"].initial = meetings.first()


class CancelForm(_Elsewhere):
    """Why a meeting is cancelled, and where its items go."""

    def __init__(self, data: Any = None, *, meeting: Meeting, viewer: User) -> None:
        super().__init__(data)
        self.fields["reason"].label = "Hvorfor aflyses mødet?"
        self.fields["reason"].error_messages["required"] = "Skriv, hvorfor mødet aflyses."
        self.fields["to"].label = "Flyt punkterne til"
        self.fields["to"].empty_label = "Puljen af ventende punkter"  # type: ignore[attr-defined]
        self.offer(queries.coming_drafts(meeting, viewer=viewer))


class PostponeForm(_Elsewhere):
    """Why an item is postponed, and to when."""

    def __init__(self, data: Any = None, *, meeting: Meeting, viewer: User) -> None:
        super().__init__(data)
        self.fields["reason"].label = "Hvorfor udsættes punktet?"
        self.fields["reason"].error_messages["required"] = "Skriv, hvorfor punktet udsættes."
        self.fields["to"].label = "Udsæt til"
        self.fields["to"].empty_label = "Puljen, uden nyt møde"  # type: ignore[attr-defined]
        later = queries.meetings_to_wish_for(meeting.forum, viewer=viewer)
        self.offer(later.filter(starts_at__gt=meeting.starts_at))


class ProposalForm(forms.Form):
    """A case that somebody proposes."""

    forum = forms.ModelChoiceField(
        label="Forum", queryset=Forum.objects.none(), empty_label=None, widget=forms.Select(attrs=TEXT)
    )
    title = forms.CharField(label="Titel", max_length=250, widget=forms.TextInput(attrs=TEXT))
    kind = forms.ChoiceField(label="Type", widget=forms.Select(attrs=TEXT))

    def __init__(self, data: Any = None, *, viewer: User) -> None:
        super().__init__(data)
        self.fields["forum"].queryset = queries.forums_to_propose_in(viewer=viewer)  # type: ignore[attr-defined]
        self.fields["kind"].choices = ItemKind.choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Begrundelse", max_length=400, widget=forms.TextInput(attrs=TEXT))
