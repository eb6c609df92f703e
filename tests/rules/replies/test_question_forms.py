"""What a question is about."""

from __future__ import annotations

import pytest

from webapp.rules.replies.question_forms import Form, form


@pytest.mark.parametrize(
    ("text", "is_a"),
    [
        ("can we reschedule", Form.WISH),
        ("could you move me to Friday?", Form.WISH),
        ("¿puedo cambiar la hora?", Form.WISH),
        ("geht auch ein anderer Tag", Form.WISH),
        ("when is my appointment", Form.INFORMATION),
        ("how much is it", Form.INFORMATION),
        ("quanto custa uma limpeza?", Form.INFORMATION),
        ("do I have to pay if I cancel?", Form.CONSEQUENCE),
        ("can I get my money back if we move it?", Form.CONSEQUENCE),
        ("¿tengo que pagar si cancelo?", Form.CONSEQUENCE),
        ("dois-je payer si j'annule ?", Form.CONSEQUENCE),
        ("muss ich zahlen, wenn ich absage?", Form.CONSEQUENCE),
        ("tenho que pagar se eu cancelar?", Form.CONSEQUENCE),
        ("please cancel my appointment", None),
        ("yes", None),
        ("", None),
    ],
)
def test_a_question_has_its_form(text: str, is_a: Form | None) -> None:
    assert form(text) is is_a
