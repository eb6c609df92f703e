"""Other tools' placeholders are recognised where they name a column, and nowhere else."""

import time
from pathlib import Path

import pytest

from webapp.rules.foreign_placeholders import find, replaced

CASES = Path(__file__).parents[1] / "cases" / "08-placeholders-of-other-tools.txt"
COLUMNS = ["first_name", "Last Name", "phone"]


@pytest.mark.parametrize("text", CASES.read_text("utf-8").splitlines())
def test_the_case(text: str) -> None:
    assert replaced(text, COLUMNS) == "Hi {{first_name}}, your visit is on Friday."
    assert [one.ours for one in find(text, COLUMNS)] == ["{{first_name}}"]


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("{First Name}", "{{first_name}}"),
        ("{{{first_name}}}", "{{first_name}}"),
        ("{ {first_name}}", "{{first_name}}"),
        ("{{first_name} }", "{{first_name}}"),
        ("[[LAST NAME]]", "{{Last Name}}"),
        ("[last-name]", "{{Last Name}}"),
        ("*|FNAME|*", "{{first_name}}"),
        ("*|LNAME|*", "{{Last Name}}"),
        ("«Last_Name»", "{{Last Name}}"),
        ("<first_name>", "{{first_name}}"),
        ("<%= first_name %>", "{{first_name}}"),
        ("%%FirstName%%", "{{first_name}}"),
        ("${first_name}", "{{first_name}}"),
        ("$first_name", "{{first_name}}"),
        ("#{first_name}", "{{first_name}}"),
        ("#first_name#", "{{first_name}}"),
        ("##first_name##", "{{first_name}}"),
        ("{% first_name %}", "{{first_name}}"),
        ("[contact.first_name]", "{{first_name}}"),
        ("{first_name|there}", "{{first_name|there}}"),
        ("%first_name|there%", "{{first_name|there}}"),
        ("｛first_name｝", "{{first_name}}"),
        ("__first_name__", "{{first_name}}"),
    ],
)
def test_a_sibling(written: str, ours: str) -> None:
    assert replaced(f"Hi {written}!", COLUMNS) == f"Hi {ours}!"


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{first_name}}, {{ Last Name }} and {{phone|none}}",
        "50% off today, 20% on Friday",
        "[optional] see <https://example.org> & #summer #sale",
        "Costs $20, or $15 for two {limited}",
        "Our *best* offer",
        "Hi first_name",
    ],
)
def test_what_names_no_column_is_text(text: str) -> None:
    assert find(text, COLUMNS) == []
    assert replaced(text, COLUMNS) == text


def test_without_a_list_nothing_is_known() -> None:
    assert find("{first_name}", []) == []


def test_a_hostile_text_takes_no_time() -> None:
    started = time.process_time()
    for piece in ("{ ", "[a", "%a", "<a", "#a", "{{a", "__a", "*|a"):
        find(piece * 5000, COLUMNS)
    assert time.process_time() - started < 2
