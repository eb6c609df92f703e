"""What people text: how much of it is heard, by the third that no rule was written from."""

from __future__ import annotations

from tests.rules.wordings import wordings


def test_the_tables_are_as_large_as_they_have_to_be() -> None:
    opt_outs, ordinary = list(wordings("opt_outs")), list(wordings("ordinary"))
    assert len({one.text for one in opt_outs}) >= 800
    assert len({one.language for one in opt_outs}) >= 15
    assert len({one.text for one in ordinary}) >= 500
    both = {one.text for one in opt_outs} & {one.text for one in ordinary}
    assert not both
    aside = sum(one.is_set_aside for one in opt_outs)
    assert 0.28 < aside / len(opt_outs) < 0.38
