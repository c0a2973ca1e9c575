"""What mails say, to whom. Each is written at the moment it is sent, from what its reader may read then.

No mail has a word of an item's text. Closed items are »Lukket punkt«, unless the forum lets mails to its members name
them; what is kept from the reader is »Lukket« as in the paper.
"""

# The kinds of letters that are about a meeting; their key is the meeting's id.
MEETING = "meetings.meeting"
REVIEW = "meetings.review"
MINUTES = "meetings.minutes"
FINAL = "meetings.final"
# A person's own deadlines, in one letter; its key is empty.
REMINDER = "meetings.reminder"
