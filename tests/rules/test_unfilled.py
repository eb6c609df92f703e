"""Placeholders that a program has left in a list."""

from __future__ import annotations

import pytest

from webapp.rules.unfilled import blanked, is_unfilled, some

LEFT = [
    *"{{first_name}} {{contact.first_name|there}} *|FNAME|* <<Name>> %%FirstName%% [[name]] ${name}".split(),
    *"%FIRST_NAME% {first_name} [Name] [FIRST_NAME] <FirstName> «Name» %name% {%name%}".split(),
    *("[First Name]", " {{ First Name }} ", "{contact.first_name}", "«first name»"),
]
MEANT = [
    *"Ann [Ann] <Ann> «Ann» {Ann} (name) 50% %x% <3 [] {} [1] :) * Name name {{}} name}}".split(),
    *("", "see [Name] below", "Dr. {{name}}", "{a} and {b}", "[ ]", "5 < 6 > 4", "% done %"),
]


@pytest.mark.parametrize("text", LEFT)
def test_a_program_has_left_it(text: str) -> None:
    assert is_unfilled(text)
    assert blanked(["Ann", text]) == ["Ann", ""]


@pytest.mark.parametrize("text", MEANT)
def test_a_person_may_mean_it(text: str) -> None:
    assert not is_unfilled(text)
    assert blanked([text]) == [text]


def test_the_first_few_are_told() -> None:
    assert some([["a", "{{x}}"], [" {{x}} ", "*|Y|*"], ["[Name]", "<<z>>"]]) == ["{{x}}", "*|Y|*", "[Name]"]
