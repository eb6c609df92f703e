"""Messages are looked up by a carrier's id through its index, whatever is asked beside it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, text

from tests.plans import plan
from webapp.db import db
from webapp.services import receipts
from webapp.services.inbox.receiving import receive
from webapp.services.outbox import record

BY_REF, BY_ID = "uq_entry_client_ref", "uq_entry_carrier_id_carrier"


def reports() -> Select[Any]:
    values = {"refs": ["r1", "r2"], "carrier_ids": ["c1", "c2"]}
    bound: Select[Any] = receipts.meant().params(values)
    return bound


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        (reports, {BY_REF, BY_ID}),
        (lambda: record.named(["c1", "c2"]), {BY_ID}),
        (lambda: receive.with_id("vonage", "c1"), {BY_ID}),
    ],
    ids=["of reports", "of outcomes", "of texts"],
)
def test_a_message_is_looked_up_by_its_names(app: Flask, query: Any, indexes: set[str]) -> None:
    if db.engine.dialect.name == "postgresql":  # the table is small
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    # Of a table that was analyzed while it was empty, PostgreSQL reads all to have it in order.
    read = " ".join(plan(query().order_by(None)))
    assert {index for index in (BY_REF, BY_ID) if index in read} == indexes, read
    assert "Seq Scan on entry" not in read and "SCAN entry" not in read
