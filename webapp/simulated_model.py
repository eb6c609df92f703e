"""Where this installation runs the simulated language model, once the team has one."""

from __future__ import annotations

from flask import Flask, current_app


def init_app(app: Flask, url: str | None) -> None:
    """`url`: without a slash at its end; None: this installation runs none."""
    app.extensions["simulated_model"] = url


def own_url() -> str | None:
    """None where it runs none: with Vonage credentials."""
    url: str | None = current_app.extensions["simulated_model"]
    return url
