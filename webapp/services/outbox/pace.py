"""The pace of lanes and of carriers' accounts, held across all workers: token buckets in Redis (GCRA).

A bucket's next slot is one moment; what takes it moves it on by units / pace. Nothing is saved up while
no one sends, so there is no burst after a pause. A lane has a bucket in units of its channel, and an account
one in requests, which stands above all of its lanes. With the slot stands when it was set. When that is still
to come, the machine's clock was set back since, and no one waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redis import Redis

from webapp.services.outbox.claimed_entry import LaneKey

RESERVE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local function slot_of(key)
  local slot, set = string.match(redis.call('GET', key) or '0', '^(%S+) ?(%S*)$')
  slot = tonumber(slot)
  if slot < now or (tonumber(set) or 0) > now then return now end
  return slot
end
local lane, account = slot_of(KEYS[1]), slot_of(KEYS[2])
local per_unit, per_request = tonumber(ARGV[1]), tonumber(ARGV[2])
local delays = {}
for i = 3, #ARGV do
  delays[i - 2] = tostring(math.max(lane, account) - now)
  lane = lane + tonumber(ARGV[i]) * per_unit
  account = account + per_request
end
if per_unit > 0 then redis.call('SET', KEYS[1], string.format('%.6f %.6f', lane, now), 'EX', 3600) end
if per_request > 0 then redis.call('SET', KEYS[2], string.format('%.6f %.6f', account, now), 'EX', 3600) end
return delays
"""


@dataclass(frozen=True)
class Rates:
    """What a lane may do a second: `units` of its channel, and `requests` of its account; None: unbounded."""

    units: float | None
    requests: float | None

    @property
    def bounded(self) -> bool:
        return self.units is not None or self.requests is not None

    @property
    def slowest(self) -> float:
        """Entries a second, at most. Raises ValueError when nothing bounds them."""
        return min(rate for rate in (self.units, self.requests) if rate is not None)


@dataclass(frozen=True)
class Delays:
    """Seconds until the next free slot of a lane, and of its account."""

    lane: float
    account: float


class Pace:
    """The slots of lanes and accounts. `account` is the name of a carrier."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._reserve = redis.register_script(RESERVE)

    def delays(self, lane: LaneKey, account: str) -> Delays:
        seconds, micro = self._redis.time()
        moment = seconds + micro / 1_000_000
        slots = self._redis.mget(_keys(lane, account))
        own, above = (_delay(slot, moment) for slot in slots)
        return Delays(own, above)

    def reserve(self, lane: LaneKey, account: str, rates: Rates, units: Sequence[int]) -> list[float]:
        """Take a slot of both for each entry; returns the seconds from now until each may leave."""
        each = [0.0 if rate is None else 1.0 / rate for rate in (rates.units, rates.requests)]
        return [float(delay) for delay in self._reserve(keys=_keys(lane, account), args=[*each, *units])]


def _delay(slot: bytes | str | None, moment: float) -> float:
    told = slot.decode() if isinstance(slot, bytes) else slot
    free, _, when = (told or "0").partition(" ")
    return 0.0 if float(when or 0) > moment else max(0.0, float(free) - moment)


def _keys(lane: LaneKey, account: str) -> list[str]:
    number_id, channel = lane
    return [f"outbound:pace:{number_id}:{channel}", f"outbound:pace:account:{account}"]
