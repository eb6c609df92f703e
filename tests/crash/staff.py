"""Someone of the team, at a browser: signs in, and answers conversations through whatever goes wrong."""

from __future__ import annotations

import re
import time

import requests

PASSWORD = "three unrelated words"
FIELD = r'name="{}"[^>]*value="([^"]*)"'
AGAIN = 0.2
"""Seconds between two tries."""
PATIENCE = 180.0
"""Seconds for which they try: on a busy machine a house that was killed is back after a minute or two."""


class Staff:
    """Ada. Every request is repeated, as it was, until the server has answered it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.replied: list[str] = []
        self.refused = 0

    def join(self, setup_link: str) -> None:
        """Become the first admin."""
        path = setup_link.removeprefix(self._url)
        page = self._ask("GET", path)
        who = {"name": "Ada Lovelace", "email": "ada@example.org", "timezone": "UTC", "password": PASSWORD}
        answer = self._ask("POST", path, who | {"csrf_token": _field(page, "csrf_token")})
        assert answer.status_code == 303, answer.text
        self.keep_no_hours()

    def keep_no_hours(self) -> None:
        """Reach people at whatever time of the day the test runs."""
        page = self._ask("GET", "/hours")
        form = {"csrf_token": _field(page, "csrf_token"), "answer_hours": "24"}
        answer = self._ask("POST", "/hours", form)
        assert answer.status_code == 303, answer.text

    def reply(self, thread_id: int, text: str, patience: float = PATIENCE) -> None:
        """Answer in a conversation; `replied` has the texts that the server took, each once."""
        path = f"/inbox/{thread_id}"
        page = self._ask("GET", path, patience=patience)
        key = _field(page, "key")
        if not key:  # the composer is closed: they opted out
            self.refused += 1
            return
        form = {"csrf_token": _field(page, "csrf_token"), "key": key, "text": text}
        answer = self._ask("POST", path, form, patience=patience)
        if answer.status_code == 303:
            self.replied.append(text)
        else:
            self.refused += 1

    def colleague(self) -> Staff:
        """The same person at another browser window."""
        found = Staff(self._url)
        found.session.cookies.update(self.session.cookies)
        return found

    def acts(self, thread_id: int) -> list[str]:
        """What can be done with a conversation's agent now: `take-over`, `give-back`, and others."""
        page = self._ask("GET", f"/inbox/{thread_id}")
        return re.findall(rf'action="/inbox/{thread_id}/([a-z-]+)"', page.text)

    def act(self, thread_id: int, name: str) -> None:
        """Do one of these."""
        token = _field(self._ask("GET", f"/inbox/{thread_id}"), "csrf_token")
        answer = self._ask("POST", f"/inbox/{thread_id}/{name}", {"csrf_token": token})
        assert answer.status_code in (303, 409), answer.text

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, patience: float = PATIENCE
    ) -> requests.Response:
        """The first answer that is not a fault of the server. TimeoutError after `patience` seconds."""
        deadline = time.monotonic() + patience
        last: object = None
        while time.monotonic() < deadline:
            try:
                answer = self.session.request(
                    method, self._url + path, data=form, timeout=20, allow_redirects=False
                )
                if answer.status_code < 500:
                    return answer
                last = answer.status_code
            except requests.RequestException as error:
                last = error
            time.sleep(AGAIN)
        raise TimeoutError(f"{method} {path} was not answered for {patience:g} s: {last}")


def _field(page: requests.Response, name: str) -> str:
    found = re.search(FIELD.format(name), page.text)
    return found.group(1) if found else ""
