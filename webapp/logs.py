"""Logs: one line an event, for an operator at three in the morning, or JSON for a machine.

Lines of libraries come out in the same form. No message texts are logged; phones of people and tokens that
come in with an error or an address are masked, and no text that comes from outside looks like an entry.
"""

from __future__ import annotations

import logging
import sys

import structlog

from webapp.rules import masking


def init(log_format: str) -> None:
    """Set up this process: `line` or `json`, to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(
            fmt="%Y-%m-%d %H:%M:%S" if log_format == "line" else "iso", utc=True
        ),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in ("vonage", "alembic", "rq_scheduler", "urllib3"):
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


class _Formatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        """Whatever was put together: the last place that all entries come by."""
        return masking.one_entry(masking.masked(super().format(record)))


def _renderer(log_format: str) -> structlog.typing.Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
