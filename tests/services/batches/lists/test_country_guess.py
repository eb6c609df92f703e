"""Which country fits a list better than the one that is assumed."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.models.batch import Batch
from webapp.services.batches import drafts
from webapp.services.batches.lists import country_guess
from webapp.services.batches.lists.country_guess import Fit

GERMAN = "0171 3920001", "0171/3920003"
AMERICAN = ("(202) 555-0123",)


def listed(*phones: str, country: str = "US") -> Batch:
    factories.number()
    made = drafts.create(factories.user().id)
    made.country = country
    drafts.attach(made, "list.csv", io.BytesIO("\n".join(["phone", *phones]).encode()), made.created_by)
    db.session.commit()
    jobs.read_upload(made.id)
    return db.session.get_one(Batch, made.id, populate_existing=True)


@pytest.mark.parametrize(
    ("phones", "zone", "better"),
    [
        (GERMAN, "Europe/Berlin", Fit("DE", 2)),
        ((*GERMAN, "+49 171 3920005"), "UTC", Fit("DE", 2)),  # others in the list have their country code
        (GERMAN, "UTC", None),
        ((*GERMAN, "12ab"), "Europe/Berlin", Fit("DE", 2)),
        ((*AMERICAN, *AMERICAN, GERMAN[0]), "Europe/Berlin", None),  # what fits now would not fit any more
        (AMERICAN, "Europe/Berlin", None),
        ((*AMERICAN, "12ab", ""), "Europe/Berlin", None),
    ],
)
def test_the_country_that_fits_more_rows(
    app: Flask, phones: tuple[str, ...], zone: str, better: Fit | None
) -> None:
    assert country_guess.better(listed(*phones), zone) == better


def test_the_country_of_another_number_of_ours(app: Flask) -> None:
    factories.number("+447700900123", country="GB")
    assert country_guess.better(listed("07700 900456"), "UTC") == Fit("GB", 1)
