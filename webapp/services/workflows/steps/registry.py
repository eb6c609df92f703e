"""The steps that there are, in the order of rules/workflow/kinds."""

from __future__ import annotations

from webapp.rules.workflow import kinds
from webapp.services.actions.registry import ACTIONS
from webapp.services.workflows.steps.actions import step_of
from webapp.services.workflows.steps.base import StepHandler
from webapp.services.workflows.steps.branch import Branch
from webapp.services.workflows.steps.end import End
from webapp.services.workflows.steps.others import StartWorkflow, StopWorkflow
from webapp.services.workflows.steps.place_call import PlaceCall
from webapp.services.workflows.steps.segments import JoinSegment, LeaveSegment
from webapp.services.workflows.steps.send_sms import SendSms
from webapp.services.workflows.steps.team import HandToAgent, Notify
from webapp.services.workflows.steps.wait_reply import WaitReply
from webapp.services.workflows.steps.waiting import Wait, WaitHours, WaitUntil

OWN: tuple[StepHandler, ...] = (
    SendSms(),
    PlaceCall(),
    Wait(),
    WaitUntil(),
    WaitReply(),
    WaitHours(),
    Branch(),
    End(),
    JoinSegment(),
    LeaveSegment(),
    Notify(),
    HandToAgent(),
    StartWorkflow(),
    StopWorkflow(),
)
_BY_KIND = {one.kind: one for one in (*map(step_of, ACTIONS.values()), *OWN)}
STEPS = {kind: _BY_KIND[kind] for kind in kinds.STEPS}
"""By kind; those that are actions of agents' tasks are the same."""
