"""Each page of agents has its address, and none is changed by a GET."""

from __future__ import annotations

from flask import Flask

from webapp.views.agents.routes import bp

CHANGES = {
    "create",
    "archive",
    "bring_back",
    "save",
    "write_item",
    "drop_item",
    "put_back_version",
    "say",
    "try_again",
    "download_records",
    "download_figures",
    "save_tests",
    "run_tests",
    "play",
}
"""`say`, `run_tests` and `play` try an agent: what a model says is kept for a day. A download is noted."""


def test_every_change_is_a_post_and_every_page_a_get(app: Flask) -> None:
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{bp.name}."):
            methods[rule.endpoint.partition(".")[2]] = (rule.methods or set()) & {"GET", "POST"}
    assert {name for name, allowed in methods.items() if "POST" in allowed} == CHANGES
    assert all(allowed == {"POST"} for name, allowed in methods.items() if name in CHANGES)
    assert len(methods) > len(CHANGES)
