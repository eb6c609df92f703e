"""One person with the inbox open in a browser: a real Chromium, or, where there is none, its polls alone."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from html import unescape

import requests
from playwright.sync_api import sync_playwright

from tests.chromium import PATH, launch

HAND_ON_THE_MOUSE = 20.0
"""Seconds between two movements: a page that no one touches for a minute asks less often."""
POLL = re.compile(r'hx-get="([^"]+)" hx-trigger="poll" hx-vals=\'([^\']+)\'[^>]*data-poll="(\d+)"')


@dataclass(frozen=True)
class Looking:
    """`wait` lets so many seconds go by; `answers` are the statuses of what the page has asked for so far."""

    wait: Callable[[float], None]
    answers: list[int]


@contextmanager
def browser(url: str, path: str, email: str, password: str) -> Iterator[Looking]:
    """A real browser, signed in, with the page open."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        page = started.new_page(base_url=url)
        page.goto("/login")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/")
        answers: list[int] = []
        page.goto(path)
        page.on("response", lambda response: answers.append(response.status))

        def wait(seconds: float) -> None:
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                page.mouse.wheel(0, 1)
                page.wait_for_timeout(min(left, HAND_ON_THE_MOUSE) * 1000)

        yield Looking(wait, answers)
        started.close()


@contextmanager
def polls(url: str, path: str, email: str, password: str) -> Iterator[Looking]:
    """Whatever the page would ask for by itself, at its pace."""
    with requests.Session() as session:
        session.trust_env = False
        token = re.search(r'name="csrf_token" value="([^"]+)"', session.get(f"{url}/login").text)
        assert token
        form = {"csrf_token": token[1], "email": email, "password": password}
        session.post(f"{url}/login", form, headers={"Referer": f"{url}/login"}).raise_for_status()
        answers: list[int] = []
        over = threading.Event()
        page = session.get(url + path).text
        threads = [
            threading.Thread(
                target=_poll, args=(session, url + unescape(one[0]), one[1], one[2], answers, over)
            )
            for one in POLL.findall(page)
        ]
        for thread in threads:
            thread.start()
        yield Looking(time.sleep, answers)
        over.set()
        for thread in threads:
            thread.join()


def _poll(
    session: requests.Session, url: str, values: str, seconds: str, answers: list[int], over: threading.Event
) -> None:
    version = json.loads(unescape(values))["v"]
    while not over.wait(float(seconds)):
        answers.append(session.get(url, params={"v": version}, headers={"HX-Request": "true"}).status_code)


def open_page(url: str, path: str, email: str, password: str) -> AbstractContextManager[Looking]:
    """Sign in and keep `path` open. Without Chromium, only its polls are made."""
    return (browser if PATH else polls)(url, path, email, password)
