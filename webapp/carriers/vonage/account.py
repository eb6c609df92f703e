"""An account at Vonage, by its Application API and its Numbers API.

Apart from the SDK, whose models drop what they do not know: a PUT made of them would take away what others
have set. Nothing is repeated. Where it is not known whether a change was made, it is read again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from requests import RequestException, Response, Session
from requests.auth import HTTPBasicAuth

from webapp.carriers.account import AccountFault, AccountState, OwnedNumber, SetState
from webapp.carriers.vonage import account_faults, application, key_pair, owned_numbers
from webapp.carriers.vonage.codes import one_line
from webapp.carriers.vonage.transport import Adapter
from webapp.config import VonageSettings
from webapp.rules import storable

PATIENCE = (4.0, 10.0)
"""Seconds, as transport.PATIENCE: a person waits."""
PAGE = 50
"""Numbers that are asked for at once: an answer has to stay below transport.LARGEST_ANSWER."""
MOST_PAGES = 20


class VonageAccount:
    """An Account. `public_url`: where Vonage reaches us."""

    def __init__(
        self, settings: VonageSettings, public_url: str, patience: tuple[float, float] = PATIENCE
    ) -> None:
        self._settings, self._public_url = settings, public_url
        self._session = Session()
        self._session.trust_env = False
        self._session.headers["Accept-Encoding"] = "identity"
        # In UTF-8, as browsers send it: `requests` would take Latin-1.
        self._session.auth = HTTPBasicAuth(settings.api_key.encode(), settings.api_secret.encode())
        self._adapter = Adapter(settings.scheme, patience)
        self._session.mount("https://", self._adapter)

    def look(self) -> AccountState:
        document = self._application()
        return AccountState(
            one_line(str(document.get("name") or ""))[:100],
            application.compare(document, self._public_url),
            self._numbers(),
            key_pair.fault(document.get("keys"), self._settings.private_key),
        )

    def set_up(self) -> None:
        document = self._application()
        if self._is_set(document):
            return
        whole = application.changed(document, self._public_url)
        self._settled(
            lambda: self._ask("PUT", self._settings.host, self._path, json=whole),
            lambda: self._is_set(self._application()),
        )

    def link(self, number: OwnedNumber) -> None:
        if number.state == SetState.SET:
            return
        form = owned_numbers.form(number, self._settings.application_id)
        self._settled(
            lambda: self._ask("POST", self._settings.rest_host, "/number/update", data=form),
            lambda: any(one.phone == number.phone and one.state == SetState.SET for one in self._numbers()),
        )

    def close(self) -> None:
        self._session.close()

    @property
    def _path(self) -> str:
        return f"/v2/applications/{quote(self._settings.application_id, safe='')}"

    def _is_set(self, document: dict[str, Any]) -> bool:
        settings = application.compare(document, self._public_url)
        return all(one.state == SetState.SET for one in settings)

    def _settled(self, change: Callable[[], Any], done: Callable[[], bool]) -> None:
        """A change that may have been made is never sent again before it is looked at."""
        try:
            change()
        except AccountFault as fault:
            if not fault.unknown or not done():
                raise

    def _application(self) -> dict[str, Any]:
        return self._ask("GET", self._settings.host, self._path)

    def _numbers(self) -> list[OwnedNumber]:
        found: list[OwnedNumber] = []
        for index in range(1, MOST_PAGES + 1):
            asked = {"size": PAGE, "index": index}
            answer = self._ask("GET", self._settings.rest_host, "/account/numbers", params=asked)
            rows = answer.get("numbers")
            rows = rows if isinstance(rows, list) else []
            read = (owned_numbers.read(row, self._settings.application_id) for row in rows)
            found += [number for number in read if number is not None]
            count = answer.get("count")
            if not rows or not isinstance(count, int) or index * PAGE >= count:
                break
        return found

    def _ask(self, method: str, host: str, path: str, **how: Any) -> dict[str, Any]:
        """What the answer says. Raises AccountFault."""
        self._adapter.begin()
        changes = method != "GET"
        try:
            answer = self._session.request(method, f"https://{host}{path}", allow_redirects=False, **how)
        except (RequestException, ValueError) as error:
            if self._adapter.refusal is None:
                left = self._adapter.has_left
                raise account_faults.disconnected(left=left, unknown=left and changes) from error
            answer = self._adapter.refusal
        if answer.status_code != 200:
            raise account_faults.refused(answer.status_code, _body(answer), host == self._settings.host)
        if not isinstance(said := _body(answer), dict):
            raise account_faults.unreadable(unknown=changes)
        return said


def _body(answer: Response) -> Any:
    """Its JSON; None where there is none."""
    try:
        return storable.clean_json(answer.json())
    except (ValueError, RecursionError, RequestException):
        return None
