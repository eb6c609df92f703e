"""Every engine that an agent may be given is declared, and what cannot be used says so."""

from webapp.agents import registry
from webapp.models.agent import EngineName


def test_every_engine_is_declared() -> None:
    assert set(registry.ENGINES) == {str(name) for name in EngineName}


def test_the_playbook_answers_and_the_others_do_not() -> None:
    assert [name for name in registry.ENGINES if registry.answers(name)] == ["playbook"]
    assert registry.ENGINES["llm"].fault.endswith("Choose the playbook, or staff only.")
    assert registry.ENGINES["staff"].fault == ""
