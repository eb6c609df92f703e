"""Which recordings a page plays."""

from __future__ import annotations

from webapp.models.media import MediaState
from webapp.models.recording import Recording


def test_what_was_fetched_and_a_browser_knows_is_played() -> None:
    assert Recording(state=MediaState.FETCHED, content_type="audio/mpeg").is_heard
    assert not Recording(state=MediaState.FETCHED, content_type="").is_heard
    assert not Recording(state=MediaState.WAITING, content_type="audio/mpeg").is_heard
