"""Steps that concern the team: an agent takes over, someone is notified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.errors import Fault
from webapp.field_kinds import Agent, Flag
from webapp.models.channel import Channel
from webapp.services.actions.assign import Member
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Text, fill_for_staff
from webapp.services.actions.notices import store as notices
from webapp.services.agents.turns import switch
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import Done, Ends, Result, StepContext, StepHandler

LONGEST = 500


@dataclass(frozen=True)
class AnyMember(Member):
    """Someone of the team, by e-mail address; None: everyone."""

    def read(self, typed: str, key: str) -> Any:
        return super().read(typed, key) if typed.strip() else None


class HandToAgent(StepHandler):
    """An agent answers from now on, what they have written last included."""

    kind = "hand_to_agent"
    fields = (Field("agent", "Agent", Agent(required=True)),)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        if values["agent"] is None:
            raise Fault("Choose the agent.", "agent")
        way = reaching.obstacle(context, Channel.SMS)
        if isinstance(way, Ends):
            return way
        return Done(left_out=switch.hand_to(context.conversation.id, values["agent"]))


class Notify(StepHandler):
    """A notice in the app, to one of the team, or to all of them."""

    kind = "notify"
    fields = (
        Field("text", "Notice", Text(LONGEST, required=True, rows=2), "It may have placeholders."),
        Field("member", "To", AnyMember(), "The e-mail address of someone of your team. Empty: everyone."),
        Field(
            "chat", "Post it to your team’s chat, too", Flag(), "An admin sets its address under Settings."
        ),
    )

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        text = fill_for_staff(values["text"], context.values)[:LONGEST]
        about = {"run_id": context.run.id, "chat": values["chat"]}
        notices.add(text, context.by, values["member"], context.contact.id, context.run.thread_id, **about)
        return Done(input={"text": text})
