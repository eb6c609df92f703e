"""What an attacker, a broken program or an odd keyboard may put into a field, an address or a header."""

from __future__ import annotations

NUMBERS = (
    "-1", "0", "1", "00", "-0", "+1", "1.5", "1,5", "1e400", "-1e400", "NaN", "Infinity", "0x10", "1_000",
    "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
    "9" * 20, "-" + "9" * 20, "9" * 5000, "٣" * 30, "१२३", "²", "½", "1 000", "１２３",
)  # fmt: skip
MOMENTS = (
    "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-29T10:00", "9999-12-31T23:59:59+14:00", "0000-00-00",
    "24:00", "23:59:60", "-2026-01-01", "Mars/Phobos", "Europe/../../etc/passwd", "UTC+99", "Factory",
    "Europe/Berlin\x00", "posixrules",
)  # fmt: skip
BYTES = (
    "a\x00b", "\x00", "\x01\x02\x1f\x7f", "\r\nSet-Cookie: a=b", "a\rb", "a\nb", "\t", "\x85", "\u2028",
    "\u202e", "\ufeff", "\ufffd", "\ufffe", "\u200b\u200d", "\ud800", "\udc00\ud800", "\U0010ffff", "e\u0301",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
)  # fmt: skip
SCRIPTS = (
    "日本",
    "Банк",
    "İıŞ",
    "שלום",
    "مرحبا",
    "🏳️‍🌈👩‍👩‍👧‍👦",
    "ﷺ" * 20,
    "ß" * 70,
    "ŉ" * 70,
    "ΐ" * 70,
    "Ⅷ",
    "ǅ",
)
INJECTIONS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "{{", "{% raw %}", "${7*7}",
    "' OR '1'='1", "'; DROP TABLE entry; --", "%", "_", "%00", "%ff", "%s%n", "../../../etc/passwd", "..\\..",
    "javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "http://[::1", "http://a:b@c",
    "file:///etc/passwd", "=cmd|' /C calc'!A0", "$(id)", "`id`", "| id", "&lt;", "\\", "\\u0000", '"', "'",
)  # fmt: skip
SHAPES = (
    "",
    " ",
    "null",
    "true",
    "[]",
    "{}",
    '{"a":',
    "[" * 2000,
    "x" * 3000,
    "a b " * 500,
    "on",
    "-",
    ".",
)

VALUES = tuple(dict.fromkeys((*NUMBERS, *MOMENTS, *BYTES, *SCRIPTS, *INJECTIONS, *SHAPES)))


def named(value: str) -> str:
    """For the id of a test."""
    return f"{value[:12]!a}{len(value)}"
