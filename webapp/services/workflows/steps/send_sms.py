"""Text the contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.models.channel import Channel
from webapp.models.message import Message
from webapp.services.actions.kinds import fill, in_words
from webapp.services.actions.send_sms import SendSms as Action
from webapp.services.workflows.fields import LANGUAGE
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import Done, Result, StepContext, StepHandler


class SendSms(StepHandler):
    """It is put into the outbox in the transaction in which the step is noted as done.

    Outside hours the step waits, so that a run that is stopped meanwhile has queued nothing.
    """

    kind = "send_sms"
    action = Action()
    fields = (*action.fields, LANGUAGE)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        way = reaching.obstacle(context, Channel.SMS)
        if isinstance(way, str):
            return Done({"sent": "no"}, left_out=f"The text was not sent: {way}")
        if way is not None:
            return way
        said = in_words(context.values, values["language"])
        own = {key: value for key, value in values.items() if key != LANGUAGE.key}
        self.action.run(replace(context.action(), values=said), own)
        sent = db.session.scalar(select(Message.id).where(Message.client_ref == context.key))
        return Done({"sent": "yes"}, input={"text": fill(values["text"], said)}, entry_id=sent)
