"""What is set at a carrier, in words."""

from __future__ import annotations

from webapp.carriers.account import AccountSetting, AccountState, SetState


def test_every_state_has_words_that_people_read() -> None:
    of_settings = (SetState.SET, SetState.ELSEWHERE, SetState.DIFFERS, SetState.MISSING)
    assert [one.word for one in of_settings] == ["set", "points elsewhere", "set differently", "missing"]
    of_numbers = (SetState.SET, SetState.ELSEWHERE, SetState.MISSING, SetState.NOT_OWNED)
    assert [one.number_word for one in of_numbers] == [
        "linked", "linked elsewhere", "not linked", "not in this account",
    ]  # fmt: skip


def test_it_is_set_up_when_all_of_it_is() -> None:
    right = AccountSetting("Replies", "https://a.example", "https://a.example", SetState.SET)
    wrong = AccountSetting("Reports", "https://a.example", "", SetState.MISSING)
    assert AccountState("Ours", [right], []).is_set
    assert not AccountState("Ours", [right, wrong], []).is_set
