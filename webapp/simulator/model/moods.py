"""The moods of a simulated model: what it does with the requests that come, and for how many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.simulator.guard import Bad

LONGEST_OUTPUT = 200_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One mood, and what it does in words. `seconds`: where it has some. `given`: it takes an output."""

    name: str
    does: str
    seconds: float | None = None
    given: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("normal", "Answer sensibly from the prompt."),
        Kind("slow", "Answer sensibly, but late.", seconds=5),
        Kind("busy", "Answer 429, too many requests.", seconds=0),
        Kind("no_credit", "Answer 429, the account has no credit left."),
        Kind("wrong_key", "Answer 401, the key is wrong."),
        Kind("error_500", "Answer 500."),
        Kind("reset", "Hang up without an answer."),
        Kind("redirect", "Send the caller to another server. It must not follow."),
        Kind("web_page", "Answer with a web page, as another server at the same address would."),
        Kind("no_choices", "Answer in OpenAI's shape, with nothing in it."),
        Kind("empty", "Answer with an empty text."),
        Kind("cut_json", "Break off in the middle of the JSON."),
        Kind("prose", "Answer with plain text instead of JSON."),
        Kind("nonsense", "Answer with JSON of another shape."),
        Kind("invents", "Answer sensibly, and add a date and a price that no one has said."),
        Kind("extra_fields", "Answer sensibly, with fields that were not asked for."),
        Kind("no_json_schema", "Refuse response_format json_schema; know tools."),
        Kind("text_only", "Refuse response_format and tools: answer in text only."),
        Kind("runaway", "Go on and on, until the bound on tokens."),
        Kind("endless", "Send a body that never ends."),
        Kind("filtered", "Refuse to answer: its own filter stopped it."),
        Kind("given", "Say what it is given, whatever was asked: a malicious model.", given=True),
    )
}


@dataclass(slots=True)
class Mood:
    """What it does now. `count`: with how many requests more (None: until it is changed)."""

    name: str = "normal"
    count: int | None = None
    seconds: float = 0.0
    output: object = None


def read(asked: Mapping[str, object]) -> Mood:
    """A mood from {"mood", "count", "seconds", "output"}; raises Bad."""
    unknown = set(asked) - {"mood", "count", "seconds", "output"}
    if unknown:
        raise Bad(f"A mood has no {', '.join(sorted(unknown))}.")
    kind = KINDS.get(str(asked.get("mood")))
    if kind is None:
        raise Bad(f"There is no mood called {asked.get('mood')!r}. There are: {', '.join(KINDS)}.")
    return Mood(
        kind.name, _count(asked.get("count")), _seconds(kind, asked.get("seconds")), _output(kind, asked)
    )


def _count(count: object) -> int | None:
    if count is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 1_000_000:
        raise Bad("The count must be a whole number from 1 to 1,000,000; leave it out for no end.")
    return count


def _seconds(kind: Kind, seconds: object) -> float:
    if seconds is None:
        return kind.seconds or 0.0
    if kind.seconds is None:
        raise Bad(f"{kind.name} takes no seconds.")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= 600:
        raise Bad("The seconds must be between 0 and 600.")
    return float(seconds)


def _output(kind: Kind, asked: Mapping[str, object]) -> object:
    output = asked.get("output")
    if kind.given != (output is not None):
        raise Bad(
            "The mood “given” needs an output: a JSON object or a text."
            if kind.given
            else "Only the mood “given” takes an output."
        )
    if output is not None and len(str(output)) > LONGEST_OUTPUT:
        raise Bad("The output is too long.")
    return output
