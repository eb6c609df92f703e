"""Handing a mail to the team's mail server (SMTP)."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from webapp.rules.typed_text import one_line
from webapp.services.actions.base import Outcome, Result
from webapp.services.actions.notices.ways import MailServer

SECONDS, WHOLE = 15.0, 45.0
"""For each answer, or piece of one, and for all of them together."""
LONGEST_SUBJECT = 120


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """Plain text; the subject on one line."""
    found = EmailMessage()
    found["From"], found["To"] = sender, to
    found["Subject"] = one_line(subject)[:LONGEST_SUBJECT]
    found["Date"] = formatdate()
    found["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "outbound.invalid")
    found["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    found.set_content(text)
    return found


def send(server: MailServer, message: EmailMessage) -> Outcome:
    """Whatever the server does, this comes back with an outcome; nothing it says is shown but its codes."""
    try:
        with _connected(server) as connection:
            if server.password:
                connection.login(server.user, server.password)
            connection.send_message(message)
        return Outcome(Result())
    except smtplib.SMTPAuthenticationError:
        return Outcome(fault=f"{server.host} did not take the user name and password.")
    except UnicodeError:
        return Outcome(
            fault=f"The user name or the password has letters that cannot be sent to {server.host}."
        )
    except smtplib.SMTPRecipientsRefused as refused:
        codes = {code for code, _ in refused.recipients.values()}
        return Outcome(fault=f"{server.host} does not take mail for this address.", again=max(codes) < 500)
    except smtplib.SMTPNotSupportedError:
        return Outcome(
            fault=f"{server.host} does not offer STARTTLS, or no sign-in. Choose another protection."
        )
    except smtplib.SMTPResponseException as error:
        again = error.smtp_code < 500
        return Outcome(fault=f"{server.host} refused the mail ({error.smtp_code}).", again=again)
    except ssl.SSLError:
        return Outcome(
            fault=f"The certificate of {server.host} is not valid, or it speaks no TLS there.", again=True
        )
    except (OSError, smtplib.SMTPException):
        return Outcome(fault=f"{server.host} could not be reached, or ended the connection.", again=True)


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return _BoundedTls(server.host, server.port, timeout=SECONDS, context=context)
    connection = _Bounded(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


class _Bounded(smtplib.SMTP):
    """smtplib bounds each read; a server that sends a letter now and then would hold a worker for hours."""

    def __init__(self, host: str, port: int, **words: Any) -> None:
        self._until = time.monotonic() + WHOLE
        super().__init__(host, port, **words)

    def getreply(self) -> tuple[int, bytes]:
        """Of a new connection, and once STARTTLS has begun, there is no file: what came before is dropped."""
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, self._until)
        return super().getreply()


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    pass


class _Lines:
    """Lines of a connection, in the place of its file. Raises TimeoutError once the time of all is over."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until, self._held = sock, until, b""

    def readline(self, limit: int) -> bytes:
        """A line, or `limit` bytes of it; what there is when the other side has ended."""
        while b"\n" not in self._held and len(self._held) < limit:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the mail server takes too long")
            self._sock.settimeout(min(SECONDS, left))
            piece = self._sock.recv(4096)
            if not piece:
                break
            self._held += piece
        end = min(self._held.find(b"\n") + 1 or len(self._held), limit)
        line, self._held = self._held[:end], self._held[end:]
        return line

    def close(self) -> None:
        """The connection itself is closed by its owner."""
