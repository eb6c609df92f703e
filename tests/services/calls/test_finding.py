"""Which call a webhook is about, where its names do not agree."""

from __future__ import annotations

from tests.calls import CAROL, DAVE, Operator, call_of, claimed, dispatch, number, single
from webapp.carriers.calls import CallEvent, CallReport
from webapp.services.calls import finding


def report(carrier_id: str = "", ref: str = "", carrier: str = "tiny", **values: str) -> CallReport:
    return CallReport(carrier_id, ref, CallEvent.RINGING, carrier=carrier, **values)  # type: ignore[arg-type]


def test_by_the_carriers_id_then_by_our_reference(operator: Operator) -> None:
    ours = number()
    refs = [str(single(phone, ours).client_ref) for phone in (CAROL, DAVE)]
    dispatch()
    carol, dave = call_of(CAROL).id, call_of(DAVE).id
    assert [found.id if (found := finding.call(one)) else None for one in (
        report("call-1"), report("call-1", refs[1]), report(ref=refs[1]), report("call-3", refs[0]),
        report("call-1", carrier="vonage"), report("call-9", "none"), report(),
    )] == [carol, carol, dave, None, None, None, None]  # fmt: skip


def test_before_its_id_is_known_it_must_ring_the_same_phone(operator: Operator) -> None:
    ref = str(single().client_ref)
    claimed()
    assert finding.call(report("leg", ref, to=DAVE)) is None
    assert finding.call(report("call-1", ref, to=CAROL)) is not None
    assert finding.call(report("call-1", ref)) is not None
