"""Replaying a conversation beside what was said then."""

from __future__ import annotations

from tests import desks
from tests.conversations import they_write
from tests.views.client import Browser
from webapp.agents.definition import PlaybookEntry

LATE = PlaybookEntry("hours", "Opening hours", ("when are you open",), "We are open from ten to five.")


def test_staff_replay_a_conversation_with_any_version(staff: Browser) -> None:
    ada, _, desk = desks.at_work()
    thread = they_write("when are you open").thread_id
    desks.answer()
    page = staff.get(f"/inbox/{thread}")
    [link] = [one for one in page.root.all("a") if one.words() == "Replay with Desk"]
    assert "Everything would be said as it was." in staff.get(link.attrs["href"]).words
    desks.change(desk, ada, playbook=(LATE, *desks.PLAYBOOK[1:]))
    page = staff.get(link.attrs["href"])
    assert "1 of 1 answer would be different." in page.words
    assert [one.words() for one in page.root.all("del")] == ["nine"]
    assert [one.words() for one in page.root.all("ins")] == ["ten"]
    assert "Everything would be said" in staff.get(f"{link.attrs['href']}?version=1").words
    assert len(desks.said()) == 1


def test_what_cannot_be_replayed_is_said(staff: Browser) -> None:
    _, _, desk = desks.at_work()
    thread = they_write("STOP").thread_id
    page = staff.get(f"/agents/{desk.id}/replay/{thread}")
    assert "no agent is asked" in page.words
    for path in (f"/agents/{desk.id}/replay/99999", f"/agents/99999/replay/{thread}"):
        assert staff.get(path).status == 404
    assert staff.get(f"/agents/{desk.id}/replay/{thread}?version=9").status == 404
