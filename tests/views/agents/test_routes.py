"""Each page of agents has its address, and none is changed by a GET."""

from __future__ import annotations

from flask import Flask

from tests.views.methods import must_be_posts
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
    must_be_posts(app, bp.name, CHANGES)
