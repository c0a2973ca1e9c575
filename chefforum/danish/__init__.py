"""Danish as a clerk writes it: dates, times, numbers, lists and sorting.

Every user-visible text about time, number or date comes from here.
"""

from chefforum.danish.dates import (
    clock,
    date_in_list,
    date_in_words,
    date_numeric,
    date_range,
    dated_moment,
    day_and_month,
    days_left,
    long_date,
    meeting_line,
    moment,
    month_name,
    near_day,
    overdue,
    parse_date,
    parse_meeting_time,
    quarter_name,
    weekday_name,
    year_to_date_name,
)
from chefforum.danish.deadlines import Period, read_deadline
from chefforum.danish.holidays import is_working_day, public_holiday, working_days_before, working_days_until
from chefforum.danish.numbers import figure, parse_figure, percent, signed
from chefforum.danish.words import count, enumerate_words, file_size, genitive, in_a_line, name_key, sort_key, tidy

__all__ = [
    "Period",
    "clock",
    "count",
    "date_in_list",
    "date_in_words",
    "date_numeric",
    "date_range",
    "dated_moment",
    "day_and_month",
    "days_left",
    "enumerate_words",
    "figure",
    "file_size",
    "genitive",
    "in_a_line",
    "is_working_day",
    "long_date",
    "meeting_line",
    "moment",
    "month_name",
    "name_key",
    "near_day",
    "overdue",
    "parse_date",
    "parse_figure",
    "parse_meeting_time",
    "percent",
    "public_holiday",
    "quarter_name",
    "read_deadline",
    "signed",
    "sort_key",
    "tidy",
    "weekday_name",
    "working_days_before",
    "working_days_until",
    "year_to_date_name",
]
