"""The chat gets the text, and what someone wrote makes no mention of everyone there."""

from __future__ import annotations

import json

from tests.services.actions.system import OtherSystem
from webapp.services.actions.notices import chat


def test_the_text_is_posted(system: OtherSystem) -> None:
    outcome = chat.post(f"{system.url}/hook", "<!channel> & Carol")
    assert outcome.result is not None
    assert json.loads(system.asked[0].body) == {"text": "&lt;!channel&gt; &amp; Carol"}


def test_a_private_address_is_refused(system: OtherSystem) -> None:
    assert "private network" in chat.post("http://10.0.0.1/hook", "Hello").fault
