"""What is typed for a form."""

from __future__ import annotations

import pytest

from webapp.errors import Faults
from webapp.services.workflows.triggers.filled_in import FilledIn


def test_it_begins_with_name_and_phone() -> None:
    values = FilledIn().read({"title": "Ask for a quote"})
    assert [one.label for one in values["fields"]] == ["Name", "Phone"]
    assert (values["consent"], values["must_agree"], values["language"]) == ("", False, "en")


@pytest.mark.parametrize(
    ("typed", "field"), [({}, "title"), ({"title": "Quote", "fields": "Name"}, "fields")]
)
def test_what_is_missing(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Faults) as refused:
        FilledIn().read(typed)
    assert list(refused.value.by_field) == [field]
