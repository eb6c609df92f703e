"""The cases that are about phones: the inputs lie beside this file, what must come of them in `.expect`."""

from __future__ import annotations

import io
import json
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp.carriers.vonage import inbound as vonage_inbound
from webapp.db import db
from webapp.models.opt_out import OptOut
from webapp.models.opt_out_import import OptOutImport
from webapp.rules.phones import phone, phone_kind
from webapp.rules.phones.phone_kind import Kind
from webapp.services.inbox.receiving import receive
from webapp.services.intake import calling_code, parse
from webapp.services.intake.parse import Description, ParseRequest
from webapp.services.opt_outs import imports, register

HERE = Path(__file__).parent
Row = tuple[str | None, str, list[str]]


def read(name: str, country: str) -> list[Row]:
    """Of each row of a list: its phone, its status, and the codes of its faults."""
    rows: list[Row] = []
    with (HERE / name).open("rb") as file:
        for kind, content in parse.tell(file, ParseRequest(name, None, country), _recipients):
            assert kind != parse.FAULT, content
            if kind == parse.DESCRIBED:
                assert Description(*content).phone_column is not None
            else:
                rows += [
                    (row[2], row[4], [fault[0] for fault in json.loads(row[5] or "[]")]) for row in content
                ]
    return rows


_recipients = lambda table, column, country: parse.recipients(1, table, column, country)  # noqa: E731


def imported(name: str) -> OptOutImport:
    factories.number()
    form = imports.ImportForm("From the old system", "US")
    one = imports.take(name, io.BytesIO((HERE / name).read_bytes()), form, factories.user().id)
    db.session.commit()
    jobs.import_opt_outs(one.id)
    return imports.get(one.id)


def out() -> set[str]:
    return set(db.session.scalars(select(OptOut.phone).where(OptOut.lifted_at.is_(None))))


def test_02_the_calling_code_in_its_own_column_decides() -> None:
    for assumed in ("US", "GB", ""):
        phones = [row[0] for row in read("02-country-code-column.csv", assumed)]
        assert phones == ["+447700900161", "+12025550107", "+4915125550123"]


def test_05_a_stop_from_another_spelling_stops_the_person_on_the_list(app: Flask) -> None:
    number = factories.number("+525512340000", country="MX")
    for case in json.loads((HERE / "05-sender-in-another-form.json").read_text()):
        listed = phone.parse(case["list"], None)
        payload = {"message_uuid": "in-1", "from": case["stop_from"], "to": number.e164[1:], "text": "STOP"}
        receive.receive(vonage_inbound.inbound(payload), payload)
        db.session.commit()
        assert set(register.active([listed])) == {listed}


def test_19_p_before_phones_is_metas() -> None:
    assert [row[:2] for row in read("19-facebook-leads.csv", "")] == [
        ("+16175550119", "queued"),
        ("+16175550120", "queued"),
    ]


def test_22_every_phone_that_can_be_read_is_out(app: Flask) -> None:
    one = imported("22-opt-outs-as-people-write-them.csv")
    assert out() == {f"+172055501{last:02}" for last in range(5, 13)}
    assert one.unusable == 0


def test_23_our_own_export_opts_nobody_out_again(app: Flask) -> None:
    one = imported("23-own-export.csv")
    assert (out(), one.lifted, one.added) == (set(), 1, 0)


def test_27_a_new_area_code_is_told_apart_and_can_be_allowed() -> None:
    assert read("27-new-area-code.csv", "US") == [(None, "faulty", ["unassigned"])]
    reader = calling_code.reader(None, 1, "US", unassigned=True)
    assert reader(["Ann", "+1 565 555 0123"]) == "+15655550123"


def test_30_numbering_tells_which_is_a_landline() -> None:
    kinds = [phone_kind.kind(row[0] or "") for row in read("30-landline.csv", "GB")]
    assert kinds == [Kind.LANDLINE, Kind.MOBILE]


def test_31_the_japanese_dash_is_a_dash() -> None:
    assert [row[0] for row in read("31-japanese-dash.csv", "JP")] == ["+819012345678", "+819012345679"]
