"""A sender as a carrier spells it is the contact that we know."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.services.threads import senders

ABROAD, AT_HOME = "+2025550122", "+12025550122"


@pytest.mark.parametrize("sender", ["Bank", "40404", "anonymous", ""])
def test_what_is_no_phone_stays(app: Flask, sender: str) -> None:
    assert senders.phone_of(sender, factories.OUR_NUMBER) == sender


@pytest.mark.parametrize(
    ("sender", "phone"), [("+07911123456", "+447911123456"), ("+447911123456", "+447911123456")]
)
def test_a_national_form_is_of_the_country_of_our_number(app: Flask, sender: str, phone: str) -> None:
    assert senders.phone_of(sender, "+442079460000") == phone


def test_of_several_it_is_the_one_that_we_know(app: Flask) -> None:
    sender, ours = "+4915112345678", "+12025550100"
    assert senders.phone_of(sender, ours) == sender
    number = factories.number()
    factories.thread(AT_HOME, number.id)
    db.session.commit()
    assert senders.phone_of(ABROAD, factories.OUR_NUMBER) == AT_HOME
