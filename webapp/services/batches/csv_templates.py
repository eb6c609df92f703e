"""Files to begin with: a template that fits a batch's message, and a sample list for the simulator."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.rules.typed_text import one_line
from webapp.services.batches import preview
from webapp.services.batches.lists import sample_list
from webapp.services.csv_lines import line

SAMPLE_NAME = "sample.csv"


def template(batch: Batch | None) -> str:
    """A header row: the phone, and a column for each placeholder of the message."""
    texts, columns = (_written(batch), batch.columns) if batch else ([], [])
    names = list(dict.fromkeys(name for text in texts for name in preview.names(text, columns)))
    return _csv([["phone_number", *(names or ["first_name"])]])


def _written(batch: Batch) -> list[str]:
    """Every text of it in which columns of the list may stand."""
    if isinstance(batch.content, CallContent):
        return [batch.content.message, batch.content.voicemail_message, batch.context]
    return [batch.content.words]


def sample(channel: str = Channel.SMS) -> str:
    """People of the simulator, who answer in different ways."""
    return _csv(sample_list.rows(channel))


def batch_name(filename: str) -> str:
    """A batch's first name, from its list's: `October_clients.csv` -> `October clients`."""
    return one_line(PurePath(filename).stem.replace("_", " "))


def _csv(rows: Iterable[Iterable[str]]) -> str:
    return "".join(map(line, rows))
