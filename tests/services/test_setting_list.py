"""A setting is one declaration: its default can be typed, the audit has words for it, the docs name it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.house.sources import ROOT
from webapp.services import settings
from webapp.services.setting_list import BY_KEY, SETTINGS, Setting

DOCS = (ROOT / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize("setting", BY_KEY.values(), ids=BY_KEY)
def test_its_default_is_what_typing_it_gives(setting: Setting) -> None:
    typed = "" if setting.default is None or setting.default is False else str(setting.default)
    assert setting.kind.read(typed, setting.key) == setting.default


@pytest.mark.parametrize("setting", BY_KEY.values(), ids=BY_KEY)
def test_the_docs_tell_of_it(setting: Setting) -> None:
    assert row(setting) in DOCS


def row(setting: Setting) -> str:
    """The line of the table in docs/settings.md."""
    default = setting.default if setting.default not in (None, "") else "empty"
    shown = {True: "on", False: "off"}.get(default, default) if isinstance(default, bool) else default
    return f"| {setting.label} | {' '.join(filter(None, (str(shown), setting.unit)))} | {setting.spoken} |"


def test_a_key_stands_in_one_section() -> None:
    assert len(BY_KEY) == sum(map(len, SETTINGS.values()))


def test_a_key_that_is_not_declared_is_no_setting(app: Flask) -> None:
    with pytest.raises(KeyError):
        settings.get("colour")
    with pytest.raises(KeyError):
        settings.put("colour", "red")
