"""Prices are exact on both databases, and a key is not read along with a model."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from tests import factories
from webapp.db import db
from webapp.models.language_model import LanguageModel


@pytest.mark.parametrize(
    "price", [None, Decimal("0.15"), Decimal("0.000001"), Decimal(100_000), Decimal("1E+3")]
)
def test_a_price_comes_back_as_it_was(app: Flask, price: Decimal | None) -> None:
    row = LanguageModel(
        name="Llama", provider="ollama", base_url="http://127.0.0.1:11434/v1", model="llama3", price_in=price,
        price_out=price, created_by=factories.user().id, key_sealed="sealed",
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    db.session.expunge_all()
    found = db.session.scalars(select(LanguageModel)).one()
    assert found.price_in == found.price_out == price
    assert "key_sealed" in inspect(found).unloaded
    assert (found.output_mode, found.tested_at, found.test_sentence) == ("", None, "")
