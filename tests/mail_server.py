"""A mail server on this machine: it takes what is handed in, or refuses it with a code."""

from __future__ import annotations

import socketserver
import threading
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """`refuses`: the answer to a recipient, in place of taking it. `letters`: what came.

    `drips`: it begins its answers, and goes on with them letter by letter for ever.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[Message] = []
        self.refuses, self.drips = "", False
        self.closed = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def close(self) -> None:
        self.closed.set()
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.drips:
            self._drip()
            return
        self.say("220 here")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split()[0].upper()
            if word == "RCPT" and self.server.refuses:
                self.say(self.server.refuses)
            elif word == "AUTH":
                self.say("535 wrong")
            elif word == "DATA":
                self._take()
            elif word == "EHLO":
                self.say("250-here\r\n250 AUTH PLAIN")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")

    def _drip(self) -> None:
        with suppress(OSError):  # the other side has enough of it
            self.wfile.write(b"220 ")
            while not self.server.closed.wait(0.02):
                self.wfile.write(b".")

    def _take(self) -> None:
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.letters.append(message_from_bytes(b"".join(lines)))
        self.say("250 taken")
