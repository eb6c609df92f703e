"""The form of a language model: what may be typed into it, and what is wrong with what was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from webapp import form_fields
from webapp.agents.llm.providers import PROVIDERS
from webapp.errors import Fault, Gather

LONGEST_NAME, LONGEST_URL, LONGEST_MODEL, LONGEST_KEY = 80, 300, 200, 2_000
DEAREST = Decimal(100_000)
"""Of a million tokens: more was meant for something else."""
BAD_ADDRESS = "This is an address such as http://127.0.0.1:11434/v1 or https://api.openai.com/v1."
BAD_PRICE = "The price of a million tokens is a number such as 0.15; or leave it empty."
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|[0-9a-f:.]{2,45}", re.I)
_KEY = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class ModelForm:
    """As typed. `key` empty: the one that is kept stays; `forget_key`: none from now on."""

    name: str
    provider: str
    base_url: str
    model: str
    key: str = field(default="", repr=False)
    forget_key: bool = False
    price_in: str = ""
    price_out: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """As it is kept."""

    name: str
    provider: str
    base_url: str
    model: str
    key: str = field(repr=False)
    price_in: Decimal | None
    price_out: Decimal | None


def read(form: ModelForm) -> Typed:
    """Raises Faults that name each field at fault."""
    faults = Gather()
    kept: dict[str, str] = {}
    prices: dict[str, Decimal | None] = {}
    with faults:
        kept["name"] = form_fields.line(form.name, "name", LONGEST_NAME, "Give the model a name.")
    with faults:
        kept["provider"] = _provider(form.provider)
    with faults:
        kept["base_url"] = address(form.base_url)
    with faults:
        missing = "Say which model, as its server calls it."
        kept["model"] = form_fields.line(form.model, "model", LONGEST_MODEL, missing)
    with faults:
        kept["key"] = _key(form.key)
    for name in ("price_in", "price_out"):
        with faults:
            prices[name] = _price(getattr(form, name), name)
    faults.settle()
    return Typed(**kept, price_in=prices["price_in"], price_out=prices["price_out"])


def address(typed: str) -> str:
    """A base address without what must not be in it, and without a slash at its end. Raises Fault.

    It may lead to this machine or the LAN, where models run: an admin sets it, redirects are not followed.
    """
    url = typed.strip().rstrip("/").removesuffix("/chat/completions")
    try:
        split = urlsplit(url)
        good = split.scheme in ("http", "https") and _HOST.fullmatch(split.hostname or "") and split.port != 0
    except ValueError:
        good = False
    if not good or not url.isascii() or re.search(r"[\s\\?#@%]", url) or ".." in url:
        raise Fault(BAD_ADDRESS, "base_url")
    if len(url) > LONGEST_URL:
        raise Fault(f"Keep the address under {LONGEST_URL} characters.", "base_url")
    return f"{split.scheme}{url[len(split.scheme) :]}"  # phones begin with a capital: Https://


def _provider(typed: str) -> str:
    if typed not in PROVIDERS:
        raise Fault("Choose who runs the model.", "provider")
    return typed


def _key(typed: str) -> str:
    """It goes into a header: no line breaks, no blanks, no letters beyond ASCII."""
    key = typed.strip()
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise Fault("A key has letters, figures and signs only, and no blanks.", "key")
    return key


def _price(typed: str, name: str) -> Decimal | None:
    text = typed.strip().replace(",", ".")
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise Fault(BAD_PRICE, name) from None
    if not price.is_finite() or not 0 <= price <= DEAREST:
        raise Fault(BAD_PRICE, name)
    if price != round(price, 6):
        raise Fault("The price has up to six figures behind the point.", name)
    return round(price, 6).normalize() if price else Decimal(0)
