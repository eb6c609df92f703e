"""Mail is handed in, or comes back with a sentence and whether another time may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.mail_server import MailServer as Running
from webapp.models.user import User
from webapp.services.actions.notices import mail as mails
from webapp.services.actions.notices.ways import MailServer


def server(running: Running, **values: object) -> MailServer:
    whole = MailServer("127.0.0.1", running.port, "none", "", "team@example.org")
    return replace(whole, **values)  # type: ignore[arg-type]


def test_it_is_handed_in(mail: Running, ada: User) -> None:
    message = mails.letter("team@example.org", "ada@example.org", "Carol\r\nBcc: eve@example.org", "Look: ä")
    assert mails.send(server(mail), message).result is not None
    [came] = mail.letters
    assert (came["To"], came["Bcc"], came["Auto-Submitted"]) == ("ada@example.org", None, "auto-generated")
    assert came["Subject"] == "Carol Bcc: eve@example.org"


@pytest.mark.parametrize(
    ("refuses", "values", "said", "again"),
    [
        ("550 no such user", {}, "does not take mail for this address", False),
        ("450 later", {}, "does not take mail for this address", True),
        ("", {"user": "x", "password": "y"}, "did not take the user name", False),
        ("", {"user": "x", "password": "kettle ä"}, "letters that cannot be sent", False),
        ("", {"security": "starttls"}, "does not offer STARTTLS", False),
        ("", {"security": "tls"}, "speaks no TLS", True),
        ("", {"port": 9}, "could not be reached", True),
    ],
)
def test_what_goes_wrong_has_its_sentence(
    mail: Running, refuses: str, values: dict[str, object], said: str, again: bool
) -> None:
    mail.refuses = refuses
    outcome = mails.send(server(mail, **values), mails.letter("a@b.example", "c@d.example", "x", "x"))
    assert said in outcome.fault
    assert outcome.again is again
    assert mail.letters == []


def test_a_server_that_drips_holds_no_one_for_long(mail: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its letters comes in time; the whole answer never does."""
    monkeypatch.setattr(mails, "WHOLE", 0.3)
    mail.drips = True
    outcome = mails.send(server(mail), mails.letter("a@b.example", "c@d.example", "x", "x"))
    assert (outcome.fault, outcome.again) == (
        "127.0.0.1 could not be reached, or ended the connection.",
        True,
    )
