"""Contacts that were chosen, a page at a time, and the attributes that they have."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import true

from tests.services.contacts.imports.lists import imported, someone
from webapp.services.contacts.chosen import reading


def test_all_of_them_in_pages_and_the_commonest_attributes_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    rows = "+12025550111,Bonn,1\n+12025550122,Rome,\n+12025550133,,\n"
    imported("Phone,City,Age\n" + rows, someone())
    pages = list(reading.pages(true()))
    assert [[row.phone[-3:] for row in page] for page in pages] == [["111", "122"], ["133"]]
    assert reading.attribute_names(true(), 10) == ["City", "Age"]
    assert reading.attribute_names(true(), 1) == ["City"]
