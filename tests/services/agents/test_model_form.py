"""What may be typed into the form of a language model."""

from __future__ import annotations

from decimal import Decimal

import pytest

from webapp.errors import Fault, Faults
from webapp.services.agents import model_form
from webapp.services.agents.model_form import ModelForm, address, read

GOOD = {
    "name": "Llama",
    "provider": "ollama",
    "base_url": "http://127.0.0.1:11434/v1",
    "model": "llama3.3:70b",
}


def faults(**changed: str) -> dict[str, str]:
    with pytest.raises(Faults) as raised:
        read(ModelForm(**(GOOD | changed)))
    return raised.value.by_field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"),
        ("  https://api.openai.com/v1/ ", "https://api.openai.com/v1"),
        ("Https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("http://192.168.1.20:8000/v1", "http://192.168.1.20:8000/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://gpu-box:8000/v1/chat/completions", "http://gpu-box:8000/v1"),
    ],
)
def test_addresses_on_this_machine_and_the_lan_are_fine(typed: str, kept: str) -> None:
    assert address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "nonsense", "ftp://127.0.0.1/v1", "file:///etc/passwd", "http://", "http://[::1", "//host/v1",
        "http://user:secret@host/v1", "http://host/v1?key=1", "http://host/v1#x", "http://ho st/v1",
        "http://host\r\nX: y/v1", "http://host:0/v1", "http://host:99999/v1", "http://host:x/v1", "http://.host/v1",
        "http://hóst/v1", "http://host/../v1", "javascript:alert(1)", "http://host\\@evil/v1", "http://%31/v1",
    ],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(Fault) as raised:
        address(typed)
    assert (raised.value.field, raised.value.sentence) == ("base_url", model_form.BAD_ADDRESS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        ("0", Decimal(0)),
        (" 0,15 ", Decimal("0.15")),
        ("2.50", Decimal("2.5")),
        ("1e2", Decimal(100)),
    ],
)
def test_prices(typed: str, kept: Decimal | None) -> None:
    found = read(ModelForm(**GOOD, price_in=typed, price_out=typed))
    assert found.price_in == found.price_out == kept


@pytest.mark.parametrize(
    "typed", ["free", "-1", "NaN", "Infinity", "1.2.3", "1,000,000", "200000", "0.0000001", "$2"]
)
def test_what_is_no_price(typed: str) -> None:
    assert set(faults(price_out=typed)) == {"price_out"}


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = faults(name=" ", provider="skynet", base_url="x", model="", key="two words", price_in="x")
    assert set(found) == {"name", "provider", "base_url", "model", "key", "price_in"}
    assert set(faults(name="x" * 81, model="x" * 201, base_url="http://h/" + "x" * 300)) == {
        "name", "model", "base_url"
    }  # fmt: skip


@pytest.mark.parametrize("key", ["sk-1\r\nX-Evil: 1", "sk-é", "x" * 2_001, "a b"])
def test_a_key_that_is_no_header(key: str) -> None:
    (sentence,) = faults(key=key).values()
    assert key not in sentence


def test_a_key_is_not_shown_by_chance() -> None:
    form = ModelForm(**GOOD, key="sk-secret")
    assert read(form).key == "sk-secret"
    assert "sk-secret" not in repr(form) + repr(read(form))
