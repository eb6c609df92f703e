"""Notices: to one of the team or to all, until someone has read them."""

from __future__ import annotations

from flask import Flask

from tests import factories
from webapp.models.source import Source, SourceKind
from webapp.services.team import notices

DRIP = Source(SourceKind.WORKFLOW, "Drip", 3)


def test_to_one_and_to_all_until_it_is_read(app: Flask) -> None:
    ada, bea = factories.user("Ada"), factories.user("Bea")
    for_all, for_bea = notices.add("Someone waits", DRIP), notices.add("For you", DRIP, bea.id)
    assert [one.text for one in notices.unseen(ada.id)] == ["Someone waits"]
    assert [one.text for one in notices.unseen(bea.id)] == ["For you", "Someone waits"]
    notices.seen(for_bea.id, ada)
    notices.seen(for_all.id, ada)
    assert [one.text for one in notices.unseen(bea.id)] == ["For you"], "Ada cannot read what is for Bea"
    assert notices.unseen(ada.id) == []
