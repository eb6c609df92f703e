"""Handing a mail to the team's mail server (SMTP)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from webapp.rules.typed_text import one_line
from webapp.services.actions.base import Outcome, Result
from webapp.services.actions.notices.ways import MailServer

SECONDS = 15.0
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
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection
