"""Whatever is done in whatever order, all that is counted agrees with the rows: tiles with their lists, kinds
of replies, groups, the report, the inbox and its badges, the first page."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from jobs.unit_of_work import unit_of_work
from tests.length import length
from tests.stateful.acts import ACTS, World
from webapp.channels import registry as channels
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread, left_to_staff
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import overview
from webapp.services.batches import lifecycle, listing, report
from webapp.services.batches.lists import groups
from webapp.services.batches.replies import reply_kinds
from webapp.services.inbox.listing import listing as inbox
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.opt_outs import listing as opt_outs
from webapp.services.recipients import tallies
from webapp.views.batches import words

STEPS = length(50, 400)
LISTED = 5
"""Acts after which the report and the groups are looked at."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(length(2, 20, everyday=1)))
def test_all_that_is_counted_agrees_with_the_rows(app: Flask, seed: int) -> None:
    world = World(Random(seed))
    done: list[str] = []
    for step in range(STEPS):
        act = world.random.choice(ACTS)
        done.append(act.__name__)
        try:
            with unit_of_work():
                act(world)
        except (Conflict, Fault, NotFound):
            done[-1] += " (refused)"
        batch = lifecycle.get(world.one(Batch))
        of_tiles(batch, done)
        of_inbox(done)
        if step % LISTED == 0:
            of_lists(batch, done)
        db.session.rollback()


def of_tiles(batch: Batch, done: list[str]) -> None:
    """What the page of a batch counts, and the list behind each count."""
    kind, counts, told = channels.of(batch.channel), tallies.counts(batch.id), reply_kinds.counts(batch.id)
    there = Counter(str(row.status) for row in rows_of(batch))
    assert {one: counts[one] for one in RecipientStatus if counts[one]} == dict(there), done[-8:]
    for tile in words.tiles(kind, counts):
        listed = listing.recipients(batch.id, tile.status.key, failures=kind.failures).rows
        assert len(listed) == tile.count, (tile, done[-8:])
    for one in ReplyKind:
        listed = listing.recipients(batch.id, kind=one).rows
        assert len(listed) == told.get(one, 0), (one, done[-8:])
    assert sum(told.values()) == counts[tallies.REPLIED] + counts[tallies.OPTED_OUT], done[-8:]


def of_lists(batch: Batch, done: list[str]) -> None:
    """The report, and the groups of which a new batch can be made."""
    counts, there = tallies.counts(batch.id), Counter(str(row.status) for row in rows_of(batch))
    for counted in groups.counted(batch):
        theirs = (Recipient.batch_id == batch.id, groups.people(batch, [counted.group.key]))
        many = db.session.scalar(select(func.count(Recipient.id)).where(*theirs))
        assert many == counted.count, (counted, done[-8:])
    lines = list(csv.DictReader(io.StringIO("".join(report.whole(batch)))))
    assert Counter(line["status"] for line in lines) == there, done[-8:]
    assert sum(bool(line["opted_out_at"]) for line in lines) == counts[tallies.OPTED_OUT], done[-8:]
    wrote = counts[tallies.REPLIED] + counts[tallies.OPTED_OUT]
    assert sum(bool(line["reply_kind"]) for line in lines) == wrote, done[-8:]


def rows_of(batch: Batch) -> Sequence[Recipient]:
    return db.session.scalars(select(Recipient).where(Recipient.batch_id == batch.id)).all()


def of_inbox(done: list[str]) -> None:
    """The lists of conversations and of opt-outs, the badges, and the first page."""
    page, present = inbox.page(InboxFilter()), overview.present()
    needs = db.session.scalar(select(func.count()).where(Thread.needs_reply))
    assert needs == len(page.rows) == page.need_reply == present.need_reply == inbox.need_reply(), done[-8:]
    left = db.session.scalar(select(func.count()).where(left_to_staff(Thread)))
    assert left == page.handed_off == present.handed_off == len(inbox.page(InboxFilter(View.HANDED_OFF)).rows)
    assert len(inbox.page(InboxFilter(View.CALL_BACK)).rows) == page.call_back, done[-8:]
    listed = len(opt_outs.page().rows)
    assert listed == opt_outs.count(), done[-8:]
