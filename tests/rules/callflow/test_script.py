"""A script says by itself who calls, and leaves no message."""

from __future__ import annotations

from webapp.rules.callflow.script import Script, VoicemailPolicy


def test_a_script_discloses_and_hangs_up_at_a_voicemail_unless_it_says_otherwise() -> None:
    assert Script().disclose
    assert Script().voicemail is VoicemailPolicy.HANG_UP
