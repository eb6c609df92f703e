"""Text the contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.models.channel import Channel
from webapp.services.actions.kinds import fill, in_words
from webapp.services.actions.send_sms import SendSms as Action
from webapp.services.actions.send_sms import must_fit
from webapp.services.threads import enqueue
from webapp.services.workflows.fields import LANGUAGE
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import AT_ONCE, Done, Result, StepContext, StepHandler


class SendSms(StepHandler):
    """It is put into the outbox in the transaction in which the step is noted as done.

    Outside hours the step waits, so that a run that is stopped meanwhile has queued nothing.
    """

    kind = "send_sms"
    fields = (*Action.fields, LANGUAGE)
    at_once = AT_ONCE
    safe = True

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        way = reaching.obstacle(context, Channel.SMS)
        if isinstance(way, str):
            return Done({"sent": "no"}, left_out=f"The text was not sent: {way}")
        if way is not None:
            return way
        text = fill(values["text"], in_words(context.values, values["language"])).strip()
        must_fit(text, values["segments"])
        enqueue.must_be_on(context.number)
        return Done({"sent": "yes"}, input={"text": text}, says=text)
