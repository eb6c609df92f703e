"""The Voice API's webhooks to the app: signed, repeated once, spoiled by faults; events in order."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any, TypeVar

import aiohttp

from webapp.simulator.core import Core, Work
from webapp.simulator.forms import Form, spoiled, to_json
from webapp.simulator.tokens import signed
from webapp.simulator.voice.leg import Event, Leg, Ncco
from webapp.simulator.voice.ncco import LARGEST

# Seconds to answer (the Application API's defaults), and statuses on which an attempt is repeated.
ANSWER, EVENT = "answer", "event"
WITHIN = {ANSWER: 5.0, EVENT: 10.0}
CONNECT_WITHIN, BETWEEN, ATTEMPTS = 1.0, 1.0, 2
AGAIN = frozenset({429, 503, 504})
KEPT = 20_000
CONNECTIONS = 128
Obey = Callable[[Leg, Ncco], None]
Done = TypeVar("Done")


@dataclass(slots=True, eq=False)
class Sent:
    """A webhook in the log. kind: event or answer. answer: the last HTTP status, or what went wrong."""

    seq: int
    kind: str
    call: str
    url: str
    body: Mapping[str, object]
    at: float = field(default_factory=time)
    attempts: int = 0
    answer: int | str = "not sent yet"
    forged: str = ""
    copy: bool = False
    lost: bool = False
    took: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered: status (or what went wrong) and, with a 2xx, its JSON (None: none)."""

    status: int | str
    json: object = None

    @property
    def good(self) -> bool:
        """Whether it is a 2xx."""
        return isinstance(self.status, int) and 200 <= self.status < 300


class Hooks:
    """Sends webhooks. `obey` is called when an event's answer holds an NCCO that counts."""

    def __init__(self, core: Core, obey: Obey) -> None:
        self._core = core
        self._obey = obey
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.on_the_way = Work()
        self.log: deque[Sent] = deque(maxlen=KEPT)
        self._seq = 0

    async def open(self) -> None:
        """Make the connections."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=1.0),
            headers={"User-Agent": "outbound-simulator"},
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Stop, and forget what is under way."""
        self.forget()
        if self._session is not None:
            await self._session.close()

    def forget(self) -> None:
        """Nothing is under way any more, and nothing was sent."""
        for task in self._tasks:
            task.cancel()
        self.log.clear()
        self._seq = 0

    def later(self, leg: Leg, event: Event) -> None:
        """Queue an event; a call's events go out one after the other."""
        leg.outbox.append(event)
        if not leg.sending and not (leg.shuffled and leg.live and len(leg.outbox) < 2):
            leg.sending = True
            self._begin(self._drain(leg))

    async def ask(self, leg: Leg, url: str, method: str, body: Mapping[str, object]) -> Reply:
        """Send a webhook whose answer is needed now: answer, input, notify, transfer."""
        if self._core.faults.strikes("duplicate", ANSWER):
            self._begin(self._copy(leg, ANSWER, url, method, body))
        # A call that ends meanwhile does not take back what is under way.
        return await asyncio.shield(self._begin(self._send(self._logged(leg, ANSWER, url, body), method)))

    def background(self, leg: Leg, event: Event) -> None:
        """Send a webhook beside the call."""
        self._begin(self._beside(leg, event))

    def _begin(self, work: Coroutine[None, None, Done]) -> asyncio.Task[Done]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        self.on_the_way.begin()
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self.on_the_way.end()
        if not task.cancelled():
            task.result()  # A fault of the simulator's own shows up in its log.

    async def _drain(self, leg: Leg) -> None:
        try:
            while leg.outbox and not (leg.shuffled and leg.live and len(leg.outbox) < 2):
                batch = [leg.outbox.popleft() for _ in range(min(2 if leg.shuffled else 1, len(leg.outbox)))]
                for event in reversed(batch):
                    await self._event(leg, event)
        finally:
            leg.sending = False

    async def _event(self, leg: Leg, event: Event) -> None:
        faults = self._core.faults
        if not event.url or faults.strikes("lost", EVENT):
            self._logged(leg, EVENT, event.url, event.body).lost = True
            return
        if faults.strikes("duplicate", EVENT):
            self._begin(self._copy(leg, EVENT, event.url, event.method, event.body))
        late = faults.strikes("late", EVENT)
        if late:
            self._begin(self._held_back(late.seconds or 0.0, leg, event))
        else:
            await self._beside(leg, event)

    async def _held_back(self, seconds: float, leg: Leg, event: Event) -> None:
        await asyncio.sleep(seconds)
        await self._beside(leg, event)

    async def _beside(self, leg: Leg, event: Event) -> None:
        reply = await self._send(self._logged(leg, EVENT, event.url, event.body), event.method)
        if event.obeyed and reply.good and isinstance(reply.json, list) and reply.json:
            self._obey(leg, reply.json)

    async def _copy(self, leg: Leg, kind: str, url: str, method: str, body: Mapping[str, object]) -> None:
        hook = self._logged(leg, kind, url, body)
        hook.copy = True
        await self._send(hook, method)

    def _logged(self, leg: Leg, kind: str, url: str, body: Mapping[str, object]) -> Sent:
        self._seq += 1
        hook = Sent(self._seq, kind, leg.uuid, url, body)
        self.log.append(hook)
        return hook

    async def _send(self, hook: Sent, method: str) -> Reply:
        """At most ATTEMPTS times, while the answer is one on which Vonage tries again."""
        while True:
            hook.attempts += 1
            began = time()
            reply = await self._attempt(hook, method)
            hook.answer, hook.took = reply.status, round(time() - began, 4)
            again = not isinstance(reply.status, int) or reply.status in AGAIN
            if not again or hook.attempts >= ATTEMPTS:
                return reply
            await asyncio.sleep(BETWEEN / self._core.settings.retry_speed)

    async def _attempt(self, hook: Sent, method: str) -> Reply:
        assert self._session is not None  # noqa: S101
        made = self._form(hook, method)
        try:
            async with self._session.request(
                made.method, hook.url, params=made.query or None, data=made.body or None,
                headers=made.headers, allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=WITHIN[hook.kind], sock_connect=CONNECT_WITHIN),
            ) as response:  # fmt: skip
                return Reply(response.status, _parsed(await _read(response)))
        except TimeoutError:
            return Reply("no answer in time")
        except (aiohttp.ClientError, ValueError, OSError) as fault:
            return Reply(f"no connection ({type(fault).__name__})")

    def _form(self, hook: Sent, method: str) -> Form:
        settings = self._core.settings
        if method == "GET":
            query = {name: str(value) for name, value in hook.body.items() if isinstance(value, str | int)}
            header = signed(b"", settings.signature_secret, settings)
            return Form("GET", query=query, headers={"Authorization": header})
        made = spoiled(hook.kind, to_json(hook.body).encode(), self._core.faults, settings)
        hook.forged = made.forged
        return made


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, up to a little more than an NCCO may have."""
    raw = b""
    async for chunk in response.content.iter_chunked(8192):
        raw += chunk
        if len(raw) > LARGEST:
            break
    return raw


def _parsed(raw: bytes) -> object:
    """JSON, or None for none; text that is no JSON, or too much of it, comes back as text (no NCCO)."""
    if not raw.strip():
        return None
    try:
        return json.loads(raw) if len(raw) <= LARGEST else "too large"
    except (ValueError, RecursionError):
        return "no JSON"
