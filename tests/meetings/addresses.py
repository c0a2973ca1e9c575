"""Every address, and who gets what answer there in which state."""

from tests.meetings.rights import STATES

#                       secretary  chief_exec  chief  barred  outsider  administrator
EVERYBODY = [200] * 6
SECRETARY = [200, 403, 403, 403, 403, 403]
ONLY_SECRETARY = [200, 404, 404, 404, 404, 404]
REVIEWERS = [200, 200, 404, 404, 404, 404]
PROPOSES = [200, 200, 200, 200, 403, 403]

# Address -> state -> the answer to a GET, in the order of ROLES. The outsider and the administrator know the
# meeting in every state but draft, because its open agenda is released.
KNOWS = {"draft": [200, 200, 200, 200, 404, 404]}
EDITS = {
    "draft": [200, 403, 403, 403, 404, 404],
    "sent": SECRETARY,
    "held": [403] * 6,
    "approval": [403] * 6,
    "approved": [403] * 6,
}
READS = {"draft": [404] * 6}
MINUTES = {
    **{state: [404] * 6 for state in ("draft", "sent", "held")},
    "approval": [200, 200, 200, 200, 404, 404],
    "approved": [200, 200, 200, 200, 404, 404],
}
# An attachment as a file, as a small picture, and page by page.
SHOWN = (("meetings:attachment",), ("meetings:thumbnail",), ("meetings:page", 1), ("meetings:page_picture", 1))
RUNS = {
    "draft": [403, 403, 403, 403, 404, 404],
    "sent": SECRETARY,
    "held": SECRETARY,
    "approval": [403] * 6,
    "approved": [403] * 6,
}
TABLE = {
    **{(f"meetings:{name}", ("meeting",)): RUNS for name in ("run", "run_bar", "screen", "screen_now", "attendance")},
    ("meetings:run_item", ("meeting", "open_item")): RUNS,
    ("meetings:run_item", ("meeting", "closed_item")): RUNS,
    ("meetings:notes", ("meeting",)): KNOWS,
    ("meetings:speaking_notes", ("meeting",)): {state: [404] * 6 for state in STATES},
    ("meetings:offline", ("meeting",)): READS,
    ("front_desk", ()): {},
    ("meetings:calendar", ()): {},
    ("password_change", ()): {},
    ("meetings:plan", ()): {state: SECRETARY for state in STATES},
    ("meetings:series", ()): {state: SECRETARY for state in STATES},
    ("meetings:year", (2026,)): {},
    ("meetings:month", (2026, 5)): {},
    ("meetings:subscribe", ()): {},
    ("meetings:proposals", ()): {state: PROPOSES for state in STATES},
    ("meetings:propose", ()): {state: PROPOSES for state in STATES},
    ("meetings:case_number", ()): {state: PROPOSES for state in STATES},
    ("meetings:proposal", ("own",)): {state: [404, 404, 200, 404, 404, 404] for state in STATES},
    ("meetings:proposal", ("pooled",)): {state: [200, 404, 200, 404, 404, 404] for state in STATES},
    **{
        (name, (file, *more)): {state: ONLY_SECRETARY for state in STATES} | {"review": REVIEWERS}
        for name, more in (("meetings:draft_file", ()), ("meetings:draft_version", (1,)), ("meetings:draft_thumbnail", ()))
        for file in ("open_file", "closed_file")
    },
    ("meetings:attachments", ("open_item",)): {state: ONLY_SECRETARY for state in STATES} | {"approved": [404] * 6},
    ("meetings:attachments", ("closed_item",)): {state: ONLY_SECRETARY for state in STATES} | {"approved": [404] * 6},
    ("meetings:review", ("meeting",)): {state: [404] * 6 for state in STATES} | {"draft": ONLY_SECRETARY, "review": REVIEWERS},
    ("meetings:supplement_pdf", ("meeting", 1, "members")): {state: [404] * 6 for state in STATES},
    ("meetings:forum", ("chefforum",)): {state: ONLY_SECRETARY for state in STATES},
    ("meetings:cancel", ("meeting",)): EDITS,
    ("meetings:agenda", ("meeting",)): EDITS,
    ("meetings:history", ("own_section",)): {state: [404, 404, 200, 404, 404, 404] for state in STATES},
    ("meetings:history", ("open_section",)): {state: ONLY_SECRETARY for state in STATES},
    ("meetings:history", ("closed_section",)): {state: ONLY_SECRETARY for state in STATES},
    ("meetings:wording", ("closed_wording",)): {state: ONLY_SECRETARY for state in STATES},
    ("meetings:import", ()): {state: SECRETARY for state in STATES},
    ("meetings:meeting", ("meeting",)): KNOWS,
    ("meetings:papers", ("meeting",)): KNOWS,
    ("meetings:change", ("meeting",)): EDITS,
    ("meetings:draft", ("meeting",)): EDITS,
    ("meetings:draft_item", ("meeting", "open_item")): EDITS,
    ("meetings:draft_item", ("meeting", "closed_item")): EDITS,
    ("meetings:send", ("meeting",)): EDITS,
    ("meetings:access", ("open_item",)): {state: SECRETARY for state in STATES} | {
        "draft": [200, 404, 404, 404, 404, 404],
        "review": [200, 404, 404, 404, 404, 404],
    },
    ("meetings:access", ("closed_item",)): {state: [200, 403, 403, 404, 404, 404] for state in STATES} | {
        "draft": [200, 404, 404, 404, 404, 404],
        "review": [200, 404, 404, 404, 404, 404],
    },
    ("meetings:preview", ("meeting", "members")): {**EDITS, "held": SECRETARY, "approval": SECRETARY},
    ("meetings:preview", ("meeting", "open")): {**EDITS, "held": SECRETARY, "approval": SECRETARY},
    ("meetings:preview", ("meeting", "forskel")): {**EDITS, "held": SECRETARY, "approval": SECRETARY},
    ("meetings:read", ("meeting", "agenda")): READS,
    ("meetings:read_item", ("meeting", "agenda", 2)): READS,
    ("meetings:read_item", ("meeting", "agenda", 3)): READS,
    ("meetings:read", ("meeting", "minutes")): MINUTES,
    ("meetings:bundle", ("meeting", "agenda")): READS,
    ("meetings:bundle", ("meeting", "minutes")): MINUTES,
    **{
        (name, ("meeting", "open_sha", *more)): {"draft": ONLY_SECRETARY, "review": REVIEWERS}
        for name, *more in SHOWN
    },
    **{
        (name, ("meeting", "closed_sha", *more)): {
            "draft": ONLY_SECRETARY,
            "review": REVIEWERS,
            **{state: [200, 200, 200, 404, 404, 404] for state in STATES[2:]},
        }
        for name, *more in SHOWN
    },
    ("meetings:minutes", ("meeting",)): {
        "draft": [403, 403, 403, 403, 404, 404],
        "sent": [403] * 6,
        "held": SECRETARY,
        "approval": SECRETARY,
        "approved": [302, *[403] * 5],
    },
    ("meetings:approval", ("meeting",)): {
        "draft": [403, 403, 403, 403, 404, 404],
        "sent": [403] * 6,
        "held": [403] * 6,
        "approval": [200, 200, 200, 200, 403, 403],
        "approved": [200, 200, 200, 200, 403, 403],
    },
    ("meetings:approval_sheet", ("meeting",)): {
        "draft": [403, 403, 403, 403, 404, 404],
        "sent": [403] * 6,
        "held": [403] * 6,
        "approval": [200, 200, 200, 200, 403, 403],
        "approved": [200, 200, 200, 200, 403, 403],
    },
    ("meetings:older_minutes", ("meeting", 1)): {state: [404] * 6 for state in STATES},
    ("meetings:excerpt", ("open_item",)): {state: [404] * 6 for state in STATES} | {"approved": [200, 200, 200, 200, 404, 404]},
    ("meetings:excerpt", ("closed_item",)): {state: [404] * 6 for state in STATES} | {"approved": [200, 200, 200, 404, 404, 404]},
    ("meetings:onward", ("open_item",)): {
        **{state: [403, 404, 404, 404, 404, 404] for state in ("draft", "review")},
        **{state: [403] * 6 for state in ("sent", "approved")},
        **{state: SECRETARY for state in ("held", "approval")},
    },
    ("meetings:stops", ()): {},
    ("meetings:decisions", ()): {},
    ("meetings:decisions_pdf", ()): {},
    ("meetings:decisions_file", ()): {},
    ("meetings:stop", ("closed_stop",)): {state: ONLY_SECRETARY for state in STATES} | {"approved": [200, 200, 200, 404, 404, 404]},
    ("meetings:tasks", ()): {state: [200] * 6 for state in STATES},
    ("meetings:tasks_file", ()): {state: [200] * 6 for state in STATES},
    ("meetings:task", ("closed_task",)): {state: ONLY_SECRETARY for state in STATES[:4]} | {
        "approval": [200, 404, 200, 404, 404, 404],
        "approved": [200, 404, 200, 404, 404, 404],
    },
    ("meetings:pdf", ("meeting", "agenda", "members")): {"draft": [404] * 6, **{s: [200, 200, 200, 404, 404, 404] for s in STATES[2:]}},
    ("meetings:pdf", ("meeting", "agenda", "open")): {"draft": [404] * 6},
    ("meetings:pdf", ("meeting", "agenda", "personal")): {"draft": [404] * 6, **{s: [404, 404, 404, 200, 404, 404] for s in STATES[2:]}},
}  # fmt: skip
# What nobody has been sent is the same to everybody but those who read it through.
for _answers in TABLE.values():
    if "draft" in _answers:
        _answers.setdefault("review", _answers["draft"])
# Addresses that only take a POST; each is tried by every role below.
POSTS = {
    "logout", "meetings:import_confirm", "meetings:add_item", "meetings:restore_item", "meetings:move_item", "meetings:withdraw_item",
    "meetings:attach", "meetings:disqualify", "meetings:remark", "meetings:detach", "meetings:answer",
    "meetings:begin_minutes", "meetings:send_minutes", "meetings:approve", "meetings:lock", "meetings:release", "meetings:retry",
    "meetings:close", "meetings:withdraw_release", "meetings:reopen_agenda",
    "meetings:section", "meetings:fact", "meetings:here", "meetings:copy_text", "meetings:add_section", "meetings:pasted", "meetings:restore_wording",
    "meetings:postpone", "meetings:put_in_pool", "meetings:place", "meetings:take_up",
    "meetings:submit", "meetings:take_back", "meetings:accept", "meetings:send_back", "meetings:withdraw_proposal", "meetings:revive",
    "meetings:forum_part", "meetings:remove_standing", "meetings:remove_holiday", "meetings:set_mail",
    "meetings:rename_attachment", "meetings:move_attachment", "meetings:replace_attachment", "meetings:close_attachment",
    "meetings:number_attachments", "meetings:put_back", "meetings:make_ready_again", "meetings:readers", "meetings:begin_review", "meetings:end_review",
    "meetings:comment", "meetings:finish_note", "meetings:mails_now", "meetings:mail_again",
    "meetings:release_supplement", "meetings:withdraw_release_supplement",
    "meetings:begin_meeting", "meetings:end_meeting", "meetings:step", "meetings:postpone_now", "meetings:rule", "meetings:show_on_screen",
    "meetings:correct_figure", "meetings:add_task", "meetings:task_done", "meetings:change_task", "meetings:drop_task", "meetings:add_guest", "meetings:save_attendance",
    "meetings:remove_guest", "meetings:remove_phrase", "meetings:write_note", "meetings:change_note", "meetings:delete_note",
    "meetings:share_note", "meetings:approve_listed", "meetings:reopen_minutes", "meetings:withdraw_approval", "meetings:follow_up", "meetings:stop_repeating",
    "meetings:enclose_agenda", "meetings:take_offer", "meetings:use_decision", "meetings:come_back", "meetings:send_on", "meetings:quote", "meetings:drop_stop",
}  # fmt: skip
# Addresses that need no login; the calendar feed has its key in the address instead, the worker holds nothing.
OPEN = {"login", "health", "meetings:feed", "offline_worker"}
