"""The body of POST /v1/calls, checked as Vonage does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.simulator.message_orders import PHONE
from webapp.simulator.voice.leg import Detection, Ncco
from webapp.simulator.voice.ncco import is_url_array

Faults = dict[str, str]


@dataclass(frozen=True, slots=True)
class CallOrder:
    """A checked request to call a phone."""

    to: str
    sender: str
    ncco: Ncco | None
    answer_url: str
    answer_method: str
    event_url: str
    event_method: str
    ringing_timer: float
    length_timer: float
    detection: Detection | None


def parse(given: object) -> CallOrder | Faults:
    """The order, or every parameter that is wrong with its reason."""
    if not isinstance(given, dict):
        return {"body": "must be a JSON object"}
    wrong = _faults(given)
    if wrong:
        return wrong
    return CallOrder(
        to=given["to"][0]["number"],
        sender=given["from"]["number"],
        ncco=given.get("ncco"),
        answer_url=given.get("answer_url", [""])[0],
        answer_method=given.get("answer_method", "GET"),
        event_url=given.get("event_url", [""])[0],
        event_method=given.get("event_method", "POST"),
        ringing_timer=float(given.get("ringing_timer", 60)),
        length_timer=float(given.get("length_timer", 7200)),
        detection=detection(given.get("machine_detection"), given.get("advanced_machine_detection")),
    )


def detection(basic: object, advanced: object) -> Detection | None:
    """Answering machine detection; the advanced one wins. Mode `default` runs beside the NCCO."""
    if isinstance(advanced, Mapping):
        mode = advanced.get("mode", "detect")
        return Detection(
            hang_up=advanced.get("behavior") == "hangup",
            wait=mode in ("detect", "detect_beep"),
            beep=mode in ("default", "detect_beep"),
            beep_timeout=float(advanced.get("beep_timeout", 45)),
        )
    return Detection(hang_up=basic == "hangup") if basic else None


def _faults(given: Mapping[str, object]) -> Faults:
    wrong: Faults = {}
    to = given.get("to")
    if not isinstance(to, list) or len(to) != 1 or not _is_phone(to[0]):
        wrong["to"] = "must be an array of one phone; the simulator has no other endpoint"
    if not _is_phone(given.get("from")):
        wrong["from"] = "must be a phone of 7 to 15 digits; random_from_number is not simulated"
    if ("ncco" in given) == ("answer_url" in given):
        wrong["answer_url"] = "either ncco or answer_url must be there, and not both"
    ncco = given.get("ncco", [{}])
    if not isinstance(ncco, list) or not ncco or not all(isinstance(each, dict) for each in ncco):
        wrong["ncco"] = "must be an array of actions"
    return wrong | _url_faults(given) | _timer_faults(given) | _detection_faults(given)


def _url_faults(given: Mapping[str, object]) -> Faults:
    wrong: Faults = {}
    for name in ("answer_url", "event_url"):
        if name in given and not is_url_array(given[name]):
            wrong[name] = "must be an array of one http or https address"
    for name in ("answer_method", "event_method"):
        if given.get(name, "GET") not in ("GET", "POST"):
            wrong[name] = "must be GET or POST"
    return wrong


def _timer_faults(given: Mapping[str, object]) -> Faults:
    wrong: Faults = {}
    for name, most in (("ringing_timer", 120), ("length_timer", 7200)):
        if not _is_whole(given.get(name, 1), 1, most):
            wrong[name] = f"must be a whole number from 1 to {most}"
    return wrong


def _detection_faults(given: Mapping[str, object]) -> Faults:
    wrong: Faults = {}
    if given.get("machine_detection", "continue") not in ("continue", "hangup"):
        wrong["machine_detection"] = "must be continue or hangup"
    advanced = given.get("advanced_machine_detection", {})
    if not isinstance(advanced, Mapping):
        wrong["advanced_machine_detection"] = "must be an object"
    elif advanced.get("behavior", "continue") not in ("continue", "hangup"):
        wrong["advanced_machine_detection.behavior"] = "must be continue or hangup"
    elif advanced.get("mode", "detect") not in ("default", "detect", "detect_beep"):
        wrong["advanced_machine_detection.mode"] = "must be default, detect or detect_beep"
    elif not _is_whole(advanced.get("beep_timeout", 45), 45, 120):
        wrong["advanced_machine_detection.beep_timeout"] = "must be a whole number from 45 to 120"
    return wrong


def _is_phone(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") == "phone"
        and isinstance(value.get("number"), str)
        and PHONE.fullmatch(value["number"]) is not None
    )


def _is_whole(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high
