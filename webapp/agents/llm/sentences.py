"""Why a model gave no answer, in words for the thread and for Settings."""

from __future__ import annotations

EMPTY = "The model's answer was empty."
CUT = "The model's answer broke off in the middle."
TOO_LONG = "The model's answer was too long."
NO_ANSWER = "What came from the model's server is no answer of a model: is its address right?"
PROSE = "The model answered with plain text instead of the form that was asked for."
NONSENSE = "The model's answer was not in the form that was asked for."
FILTERED = "The model refused to answer: its own filter stopped it."
BUDGET = "The model took more tokens than one answer may take."
UNREACHABLE = "The model's server cannot be reached."
RESET = "The connection to the model's server broke off."
BUSY = "The model's server takes no more requests for now (429)."
NO_CREDIT = "The account with the model's provider has no credit left."
GIVES_AWAY = "The model's answer held the key of its own server. It was thrown away."
KEY = "The model's server refused the key."
ADDRESS = "The address of the model's server is not one that can be called."
REDIRECTED = "The model's server sent us to another address, which is not followed."
CONTEXT = "The conversation is longer than the model can take."
MODE = (
    "The model's server refused the form of the answer. "
    "Test its connection again, in Settings → Language models."
)


def not_known(model: str) -> str:
    """Of a name that the server does not have."""
    return f"The model's server does not know the model “{model}”, or the address is wrong."


def too_slow(seconds: float) -> str:
    """`seconds`: how long we waited."""
    return f"The model did not answer within {seconds:g} seconds."


def failed(status: int) -> str:
    """Any other error of the server, by its HTTP status."""
    return f"The model's server {'failed' if status >= 500 else 'refused the request'} ({status})."


def unsaid(found: str) -> str:
    """Of a summary. `found`: a number, say; see agents/grounded."""
    return f"The model's summary held what was not said in the conversation: {found[:60]}."
