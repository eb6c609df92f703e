"""The language of calls for which no one has chosen one."""

from __future__ import annotations

from tests import desks, factories
from tests.calls import CAROL, Operator, call_of, number, single
from tests.staff_calls import BEA, CID, on_duty, they_press_zero
from webapp.services.calls import language


def test_a_number_speaks_as_its_agent_or_its_country_does(operator: Operator) -> None:
    ours = number(e164="+493012345678", country="DE")
    assert language.of_number(ours) == "de"
    ours.services["call"].agent_id = desks.agent(factories.user(), languages=("es", "en")).id
    assert language.of_number(ours) == "es"


def test_a_conversation_goes_on_in_the_language_of_its_last_call(operator: Operator) -> None:
    ours = number()
    thread = factories.thread(CAROL, ours.id)
    assert language.of_thread(thread) == "en"
    call = single(CAROL, ours, language="fr")
    assert language.of_thread(thread) == "fr"
    call.flow = {"phase": "talking", "language": "de"}
    assert language.of_thread(thread) == "de", "they went over to it"


def test_a_number_that_is_none_of_ours_speaks_as_its_country_does(operator: Operator) -> None:
    assert [language.of_phone(one) for one in ("+34911234567", "+12025550198", "12")] == ["es", "en", "en"]


def test_a_phone_of_staff_speaks_as_its_owner_has_chosen(operator: Operator) -> None:
    on_duty("Bea", BEA).phone_language = "de"
    on_duty("Cid", CID)
    bea, cid = they_press_zero()
    call = call_of(CAROL)
    call.flow = {**call.flow, "language": "fr"}
    assert [language.of_leg(leg, call) for leg in (bea, cid)] == ["de", "fr"]
