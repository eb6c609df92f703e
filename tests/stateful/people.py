"""Those whom we reach, and staff who answer them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests import factories
from tests.stateful.expected import Talk
from tests.stateful.world import NUMBERS, PEOPLE, Draw, World, verb
from webapp.carriers.base import InboundMessage
from webapp.models.opt_out import OptOut
from webapp.services.inbox import reply
from webapp.services.inbox.receiving import receive, waiting_texts
from webapp.services.opt_outs import listing

WORDS = ("At five.", "At six.")
TEXTS = ("Yes, at five.", "Stop!", "START", "help")
KEYS = tuple(f"{place:032x}" for place in range(3))
"""Of forms that someone has open: few, so that they are sent again."""


def possible(machine: Any) -> list[str]:
    """What they and staff may do now."""
    found = ["reply", "reply", "open_thread"] if machine.picture.threads else []
    found += ["add_number"] if len(machine.numbers) < len(NUMBERS) else []
    return [*found, "they_write", "they_write", "hear_a_wish"]


class People(World):
    """Texts come in, are repeated by the carrier, and are answered."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: dict[tuple[int, str, str], int] = {}

    @rule(do=verb(possible), data=st.data())
    def somebody(self, do: str, data: st.DataObject) -> None:
        getattr(self, do)(data.draw)

    def they_write(self, draw: Draw) -> None:
        """And the carrier brings a text again that it brought before, perhaps this one."""
        sender, text = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(TEXTS))
        to = draw(st.sampled_from([NUMBERS[0], *NUMBERS]))
        name = f"in-{len(self.expected.inbound)}"
        self._comes(InboundMessage(name, sender, to, text, datetime.now(UTC)))
        self._comes(draw(st.sampled_from(list(self.expected.inbound.values()))))

    def _comes(self, sms: InboundMessage) -> None:
        expected = sms.carrier_id not in self.expected.inbound and sms.to in self.expected.numbers
        with self.step():
            message = receive.receive(sms, {})
        assert (message is not None) == expected
        self.expected.hear(sms)
        self.find_confirmations()

    def add_number(self, _draw: Draw) -> None:
        """Texts may have come for it already; staff and the sweep find them."""
        with self.step():
            self.numbers.append(factories.number(NUMBERS[1]).id)
            waiting_texts.adopt()
        self.expected.own(NUMBERS[1])
        self.find_confirmations()

    def reply(self, draw: Draw) -> None:
        """With the key of a form that was sent before, too: that is the same message."""
        thread, text, key = (draw(st.sampled_from(of)) for of in (list(self.picture.threads), WORDS, KEYS))
        talk = self.picture.threads[thread]
        known = self.replies.get((thread, text, key))
        if known is None and talk.phone in self.expected.opted_out:
            with self.refused():
                reply.reply(reply.get(thread), text, self.ada, key)
            return
        with self.step():
            message_id = reply.reply(reply.get(thread), text, self.ada, key).id
        assert known in (None, message_id)
        if known is None:
            self.replies[thread, text, key] = message_id
            self.expected.queue(message_id, (talk.phone, talk.e164))

    def open_thread(self, draw: Draw) -> None:
        """They read it, and perhaps say that it needs no reply."""
        thread, settled = draw(st.sampled_from(list(self.picture.threads))), draw(st.booleans())
        with self.step():
            (reply.mark_answered if settled else reply.mark_read)(reply.get(thread))
        row = self.picture.threads[thread]
        talk = self.expected.talks.setdefault((row.phone, row.e164), Talk())
        talk.unread = 0
        talk.needs_reply &= not settled

    def hear_a_wish(self, draw: Draw) -> None:
        """On the phone: not to be reached any more; or, from one who had said so, to be reached again."""
        phone = draw(st.sampled_from(sorted(self.expected.opted_out) or PEOPLE))
        if phone not in self.expected.opted_out:
            with self.step():
                listing.add(phone, "They said so on the phone.", self.me())
            self.expected.opt_out(phone)
            return
        with self.step():
            active = OptOut.query.filter_by(phone=phone, lifted_at=None).one()
            listing.lift(active, "They asked for messages again.", self.me())
        self.expected.opted_out.discard(phone)
