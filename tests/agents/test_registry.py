"""Every engine that an agent may be given is declared, and what cannot be used says so."""

from webapp.agents import registry
from webapp.models.agent import EngineName


def test_every_engine_is_declared() -> None:
    assert set(registry.ENGINES) == {str(name) for name in EngineName}


def test_staff_alone_do_not_answer_by_themselves() -> None:
    assert [name for name in registry.ENGINES if registry.answers(name)] == ["playbook", "llm"]
    assert not any(kind.fault for kind in registry.ENGINES.values())
