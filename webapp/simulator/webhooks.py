"""Webhooks to the app: signed, a bounded number at once, repeated by Vonage's schedule until answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from webapp.simulator.core import Core, Work
from webapp.simulator.forms import comes_in_parts, form
from webapp.simulator.inbound import inbound, one_part
from webapp.simulator.statuses import status
from webapp.simulator.world import Message

# Vonage's schedule for Messages: on 429, 5xx or no connection after 5 s, doubling to 15 min, for 24 h.
FIRST_WAIT, LONGEST_WAIT, GIVE_UP = 5.0, 900.0, 86_400.0
ANSWER_WITHIN = 10.0
# Shorter than gunicorn's 2 s of keep-alive: a connection that the app is about to close is never used again.
KEEP_ALIVE = 1.0
WAITING_AT_MOST = 1_000_000

Next = Callable[[], None]
PENDING, ANSWERED, REFUSED, GAVE_UP, LOST = "pending", "answered", "refused", "gave_up", "lost"


@dataclass(slots=True, eq=False)
class Webhook:
    """One webhook.

    kind: status or inbound. outcome: pending, answered (2xx), refused (other answers that are not repeated),
    gave_up (after 24 h), lost (by a fault). answer: the last HTTP status, or what went wrong.
    forged: why the app must not believe the last attempt. at: when it was due; settled_at: when its outcome
    was known (epoch seconds). part: which of a long text's, from 1, as the SMS API has it; 0: all of it.
    """

    seq: int
    kind: str
    message: Message
    status: str
    code: str
    url: str
    at: float
    epoch: int
    copy: bool = False
    forged: str = ""
    old: bool = False
    part: int = 0
    attempts: int = 0
    answer: int | str | None = None
    outcome: str = PENDING
    settled_at: float | None = None
    after_first: Next | None = None


class Webhooks:
    """The queue of webhooks, and the log of what became of each (bounded like the messages)."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._on_the_way = Work()
        self._due: asyncio.Queue[Webhook] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None
        self.log: dict[str, deque[Webhook]] = {}
        self.counts: Counter[str] = Counter()
        self._seq = 0
        self.forget()

    async def start_anew(self) -> None:
        """Reset. What is on its way to the app has arrived when this returns, and nothing else comes."""
        self._core.reset()
        await self._on_the_way.until_idle(ANSWER_WITHIN)
        self.forget()

    def forget(self) -> None:
        """Empty the log."""
        keep = self._core.settings.keep
        self.log = {"status": deque(maxlen=keep), "inbound": deque(maxlen=keep)}
        self.counts = Counter()
        self._seq = 0

    async def open(self) -> None:
        """Start the deliveries."""
        connections = self._core.settings.webhook_connections
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEEP_ALIVE),
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN),
            headers={"User-Agent": "outbound-simulator"},
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        self._workers = [asyncio.create_task(self._deliver(self._session)) for _ in range(connections)]

    async def close(self) -> None:
        """Stop the deliveries; what is not answered yet is forgotten with the process."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def send(
        self, kind: str, message: Message, status: str = "", code: str = "", after_first: Next | None = None
    ) -> None:
        """Queue a webhook, as the faults will have it; `after_first` is called once it is tried or lost.

        One for each part of a long text while the SMS API is spoken.
        """
        in_parts = kind == "inbound" and comes_in_parts(message, self._core.faults)
        for part in range(1, message.segments + 1) if in_parts else (0,):
            self._send(self._logged(kind, message, status, code, part), after_first if part < 2 else None)

    def _send(self, hook: Webhook, after_first: Next | None) -> None:
        kind = hook.kind
        full = self._core.work.pending > WAITING_AT_MOST
        if full or not hook.url or self._core.faults.strikes("lost", kind):
            self._settle(hook, LOST)
            if after_first:
                after_first()
            return
        hook.after_first = after_first
        if self._core.faults:
            self._send_spoiled(hook)
        else:
            self._queue(hook)

    def _send_spoiled(self, hook: Webhook) -> None:
        faults = self._core.faults
        if hook.message.webhook_version is None and faults.strikes("old_shape", hook.kind):
            hook.old = True
        late = faults.strikes("late", hook.kind)
        seconds = (late.seconds or 0.0) if late else 0.0
        if faults.strikes("duplicate", hook.kind):
            copy = self._logged(hook.kind, hook.message, hook.status, hook.code, hook.part)
            copy.copy, copy.at, copy.old = True, hook.at, hook.old
            self._queue(copy, seconds)
        self._queue(hook, seconds)
        if late:
            self._tried(hook)

    def _queue(self, hook: Webhook, seconds: float = 0.0) -> None:
        self._core.work.begin()
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._due.put_nowait, hook)
        else:
            self._due.put_nowait(hook)

    def _logged(self, kind: str, message: Message, status: str, code: str, part: int) -> Webhook:
        settings = self._core.settings
        url = settings.inbound_url if kind == "inbound" else message.webhook_url or settings.status_url
        self._seq += 1
        hook = Webhook(self._seq, kind, message, status, code, url, time.time(), self._core.epoch, part=part)
        hook.old = message.webhook_version == "v0.1"
        self.log[kind].append(hook)
        self.counts[kind] += 1
        return hook

    async def _deliver(self, session: aiohttp.ClientSession) -> None:
        while True:
            hook = await self._due.get()
            if hook.epoch == self._core.epoch:
                await self._attempt(session, hook)

    async def _attempt(self, session: aiohttp.ClientSession, hook: Webhook) -> None:
        hook.attempts += 1
        self._on_the_way.begin()
        try:
            answer = await self._post(session, hook)
        finally:
            self._on_the_way.end()
        if hook.epoch != self._core.epoch:
            return
        hook.answer = answer
        again = not isinstance(answer, int) or answer == 429 or answer >= 500
        if again:
            self._repeat(hook)
        else:
            self._settle(hook, ANSWERED if 200 <= answer < 300 else REFUSED)  # type: ignore[operator]
        self._tried(hook)
        if not again:
            self._core.work.end()

    async def _post(self, session: aiohttp.ClientSession, hook: Webhook) -> int | str:
        made = form(hook.kind, payload(hook, self._core.url), self._core.faults, self._core.settings)
        hook.forged = made.forged
        if hook.forged:
            self.counts["forged"] += 1
        try:
            async with session.request(
                made.method,
                hook.url,
                params=made.query or None,
                data=made.body or None,
                headers=made.headers,
                allow_redirects=False,
            ) as response:
                await response.read()
                return response.status
        except TimeoutError:
            return "no answer in time"
        except (aiohttp.ClientError, ValueError, OSError) as fault:
            return f"no connection ({type(fault).__name__})"

    def _repeat(self, hook: Webhook) -> None:
        speed = self._core.settings.retry_speed
        waited = FIRST_WAIT * (2 ** (hook.attempts - 1)) if hook.attempts < 10 else LONGEST_WAIT
        wait = min(waited, LONGEST_WAIT)
        if time.time() + wait / speed - hook.at > GIVE_UP / speed:
            self._settle(hook, GAVE_UP)
            self._core.work.end()
            return
        self.counts["repeats"] += 1
        asyncio.get_running_loop().call_later(wait / speed, self._due.put_nowait, hook)

    def _tried(self, hook: Webhook) -> None:
        following, hook.after_first = hook.after_first, None
        if following is not None:
            following()

    def _settle(self, hook: Webhook, outcome: str) -> None:
        hook.outcome, hook.settled_at = outcome, time.time()
        self.counts[outcome] += 1


def payload(hook: Webhook, base: str) -> dict[str, object]:
    """A webhook's body as Vonage's Messages API writes it; `base`: where the app reaches the simulator."""
    stamp = datetime.fromtimestamp(hook.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if hook.kind == "inbound":
        whole = inbound(hook.message, stamp, base, old=hook.old and not hook.part)
        return one_part(whole, hook.message, hook.part) if hook.part else whole
    return status(hook.message, hook.status, hook.code, stamp, old=hook.old)
