from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        """Name the composers of the letters that are about meetings."""
        # Only now are the models loaded that a composer looks at.
        from chefforum.mailroom.composing import register  # noqa: PLC0415
        from meetings import notices  # noqa: PLC0415
        from meetings.notices import agenda, minutes, reminders  # noqa: PLC0415

        register(notices.MEETING, agenda.about_meeting)
        register(notices.REVIEW, agenda.about_review)
        register(notices.MINUTES, minutes.about_minutes)
        register(notices.FINAL, minutes.about_final)
        register(notices.REMINDER, reminders.about_deadlines)
