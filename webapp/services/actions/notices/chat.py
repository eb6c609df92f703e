"""Posting to the team's chat: an incoming webhook in the form of Slack's, which others take, too."""

from __future__ import annotations

import json

from webapp import allowed_hosts
from webapp.services.actions.base import Outcome
from webapp.services.actions.http.request import Request


def post(url: str, text: str) -> Outcome:
    """`{"text": …}`. Whatever the other side does, this comes back with an outcome."""
    from webapp.services.actions.http import sending  # pages need not load all of HTTP

    headers = {"Content-Type": "application/json"}
    request = Request("POST", url, headers, json.dumps({"text": escaped(text)}).encode())
    return sending.send(request, allowed_hosts.present())


def escaped(text: str) -> str:
    """What contacts write makes no links and mentions there (Slack: “Escaping text”)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
