"""Text the contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.models.channel import Channel
from webapp.services.actions.kinds import fill, in_words
from webapp.services.actions.send_sms import SendSms as Action
from webapp.services.actions.send_sms import must_fit
from webapp.services.threads import enqueue
from webapp.services.workflows import form_links
from webapp.services.workflows.fields import LANGUAGE, in_workflows
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler

A_LINK = "The text was not sent: anyone may fill in the form, and what was entered has a link in it"


class SendSms(StepHandler):
    """It is put into the outbox in the transaction in which the step is noted as done.

    Outside hours the step waits, so that a run that is stopped meanwhile has queued nothing.
    """

    kind = "send_sms"
    fields = (*in_workflows(Action.fields), LANGUAGE)
    at_once = AT_ONCE
    safe = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        way = reaching.obstacle(context, Channel.SMS)
        if isinstance(way, str):
            return Done({"sent": "no"}, left_out=f"The text was not sent: {way}")
        if way is not None:
            return way
        text = fill(values["text"], in_words(context.values, values["language"])).strip()
        if link := _of_a_stranger(context, text, values["text"].literals):
            return Done({"sent": "no"}, left_out=f"{A_LINK} ({link}).", input={"text": text})
        must_fit(text, values["segments"])
        enqueue.must_be_on(context.number)
        return Done({"sent": "yes"}, input={"text": text}, says=text)


def _of_a_stranger(context: StepContext, text: str, ours: Sequence[str]) -> str:
    """A link that came in by a form; empty if there is none. `ours`: what the text says by itself.

    What a form has started may start another workflow, or set an attribute that one uses.
    """
    trigger = context.document.trigger
    if trigger and trigger.kind == "form":
        return form_links.find(text, ours)
    return form_links.find_entered(context.contact.id, text, ours)
