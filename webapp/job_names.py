"""The names of the jobs and queues; imports nothing, so that the scheduler need not load the application."""

from __future__ import annotations

from dataclasses import dataclass

QUEUES = ("calls", "dispatch", "default", "low")
"""Of the ordinary workers. `calls`: moments of work for which someone waits on the line."""
THINKER_QUEUE = "think"
"""Of the process that asks language models."""


@dataclass(frozen=True)
class Job:
    """A job's dotted function, its queue and how long it may run (seconds)."""

    path: str
    queue: str = "default"
    timeout: int = 120


DISPATCH = Job("jobs.dispatch.dispatch", "dispatch", 180)
SEND_SCHEDULED = Job("jobs.scheduled_texts.send", "default")
START_BATCH = Job("jobs.batches.start_due", "default")
IMPORT = Job("jobs.intake.read_upload", "default", 3600)
CHECK = Job("jobs.intake.check_batch", "default", 3600)
IMPORT_OPT_OUTS = Job("jobs.intake.import_opt_outs", "default", 3600)
IMPORT_CONTACTS = Job("jobs.intake.import_contacts", "default", 3600)
PUT_SELECTED = Job("jobs.intake.put_selected", "default", 3600)
FETCH_MEDIA = Job("jobs.media.fetch", "default", 180)
FETCH_RECORDING = Job("jobs.media.fetch_recording", "default", 300)
LOOK_AFTER_CALLS = Job("jobs.calls.look_after", "default", 300)
HANG_UP = Job("jobs.calls.hang_up", "calls", 60)
SEE_TO_STAFF = Job("jobs.calls.see_to_staff", "calls", 60)
CARRY_OUT_TASK = Job("jobs.actions.carry_out", "default", 600)
ACT_ON_SIGNALS = Job("jobs.signals.act_on_due", "default", 300)
SEND_NOTICES = Job("jobs.notices.send_due", "low", 600)
END_SNOOZES = Job("jobs.snoozes.end_due", "default", 300)
RUN_WORKFLOWS = Job("jobs.workflows.run_due", "default", 300)
END_RUNS = Job("jobs.workflows.end_runs", "default", 600)
START_MANY = Job("jobs.workflows.start_many", "low", 600)
START_ON_TIME = Job("jobs.workflows.start_due", "low", 600)
THINK = Job("jobs.think.answer_due", "default", 180)
ASK_MODEL = Job("jobs.ask.ask_models", THINKER_QUEUE, 120)
SUMMARIZE = Job("jobs.summaries.summarize", "low", 300)
TRY_OUT = Job("jobs.trials.try_out", THINKER_QUEUE, 600)
SUM_UP = Job("jobs.model_summaries.write", THINKER_QUEUE, 600)
ASK_IN_CALL = Job("jobs.spoken.decide", THINKER_QUEUE, 60)
LOOK_AGAIN = Job("jobs.hours.look_again", "low", 600)
END_UNSENT_ROWS = Job("jobs.batches.end_unsent_rows", "low", 3600)
SWEEP = Job("jobs.sweep.sweep", "default", 300)
RETENTION = Job("jobs.retention.tidy", "low", 3600)
FORGET = Job("jobs.audit.forget", "low", 3600)

JOBS = tuple(one for one in list(vars().values()) if isinstance(one, Job))
"""All that are declared above."""
