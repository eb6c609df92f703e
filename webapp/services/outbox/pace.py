"""The pace of a number, held across all workers: a token bucket of one token in Redis (GCRA).

A number's next slot is one moment; a message takes it and moves it on by segments / pace. Nothing is
saved up while nobody sends, so there is no burst after a pause.
"""

from __future__ import annotations

from collections.abc import Sequence

from redis import Redis

RESERVE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local slot = tonumber(redis.call('GET', KEYS[1]) or '0')
if slot < now then slot = now end
local delays = {}
for i = 2, #ARGV do
  delays[i - 1] = tostring(slot - now)
  slot = slot + tonumber(ARGV[i]) / tonumber(ARGV[1])
end
redis.call('SET', KEYS[1], string.format('%.6f', slot), 'EX', 3600)
return delays
"""


class Pace:
    """The slots of our numbers."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._reserve = redis.register_script(RESERVE)

    def delay(self, number_id: int) -> float:
        """Seconds until the number's next free slot."""
        seconds, micro = self._redis.time()
        slot = float(self._redis.get(_key(number_id)) or 0)
        return max(0.0, slot - (seconds + micro / 1_000_000))

    def reserve(self, number_id: int, per_second: float, segments: Sequence[int]) -> list[float]:
        """Take a slot for each message; returns the seconds from now until each."""
        delays = self._reserve(keys=[_key(number_id)], args=[per_second, *segments])
        return [float(delay) for delay in delays]


def _key(number_id: int) -> str:
    return f"outbound:pace:{number_id}"
