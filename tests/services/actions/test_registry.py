"""The catalogue: each action is there once, can be shown, and is in the docs."""

from __future__ import annotations

import re

from tests.house.sources import ROOT
from webapp.services.actions.base import DatabaseAction, RemoteAction
from webapp.services.actions.registry import ACTIONS, ALL, MOST, Planned, faults

SPRITE = (ROOT / "static/vendor/bootstrap-icons/sprite.svg").read_text("utf-8")


def test_each_has_its_kind_word_icon_and_fields() -> None:
    assert len(ACTIONS) == len(ALL)
    for action in ALL:
        assert re.fullmatch(r"[a-z_]{3,30}", action.kind)
        assert action.word
        assert f'id="{action.icon}"' in SPRITE
        assert len({field.key for field in action.fields}) == len(action.fields)
        assert isinstance(action, DatabaseAction | RemoteAction)


def test_the_faults_of_a_list_say_which_action() -> None:
    planned = [Planned("add_label", {"label": "VIP"}), Planned("fly", {}), Planned("add_label", {})]
    assert faults(planned) == [
        "Action 2: There is no action “fly” in this version of Outbound.", "Action 3: Write the label.",
    ]  # fmt: skip
    assert faults([Planned("opt_out", {})] * (MOST + 1)) == [f"A task can have up to {MOST} actions."]
