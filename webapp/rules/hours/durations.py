"""How long something lasted, in words."""

from __future__ import annotations


def lasted(seconds: int) -> str:
    """`45 s`, `3 min 5 s`."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(
        [*([f"{minutes:,} min"] if minutes else []), *([f"{rest} s"] if rest or not minutes else [])]
    )


def about(seconds: int) -> str:
    """Roughly: `45 s`, `3 min`."""
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60):,} min"


def clock(seconds: float) -> str:
    """`0:05`, `12:30`, `1:02:03`."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
