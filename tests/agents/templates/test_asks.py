"""What the entries of the templates are called in "Did you mean …?"."""

from __future__ import annotations

import pytest

from webapp.agents.templates.base import LANGUAGES, Template
from webapp.agents.templates.registry import TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_every_entry_has_a_name_for_contacts_in_every_language(template: Template) -> None:
    for entry in template.agent.playbook:
        assert {"en", *entry.asks} == set(LANGUAGES)
        assert all(text and not text.endswith("?") for text in (entry.ask, *entry.asks.values()))
    for language in LANGUAGES:
        texts = [entry.asks.get(language, entry.ask) for entry in template.agent.playbook]
        assert len(set(texts)) == len(texts), "two of them are offered side by side"
