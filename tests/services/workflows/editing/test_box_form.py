"""Who and when, as a form has it, and back."""

from __future__ import annotations

import pytest

from webapp.errors import Faults
from webapp.rules.workflow.document import Again, WhoAndWhen, Window
from webapp.services.workflows.editing import box_form

BOX = WhoAndWhen(
    3, Again.EVERY, False, "Booked", "visit", "done", "appointment",
    Window((600, 960), None, (0, 1440), "Europe/Berlin"), 2, 50, "Our form",
)  # fmt: skip


@pytest.mark.parametrize("box", [WhoAndWhen(), BOX])
def test_what_is_shown_is_read_as_the_same(box: WhoAndWhen) -> None:
    assert box_form.read(box_form.show(box), WhoAndWhen()) == box


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"a_day": "0"}, "a_day"),
        ({"an_hour": "x"}, "an_hour"),
        ({"consent": "x" * 501}, "consent"),
        ({"weekdays_from": "18:00"}, "weekdays"),
        ({"zone": "Nowhere/Never"}, "zone"),
        ({f"{days}_{end}": "" for days in box_form.DAYS for end in ("from", "to")}, "weekdays"),
    ],
)
def test_what_is_wrong_names_its_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(Faults) as caught:
        box_form.read(box_form.show(BOX) | changed, BOX)
    assert list(caught.value.by_field) == [field]
