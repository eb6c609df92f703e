"""Files to begin with: a template that fits a batch's message, and a sample list for the simulator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import PurePath

from webapp.models.batch import Batch
from webapp.rules.typed_text import one_line
from webapp.services.batches import preview, sample_list

SAMPLE_NAME = "sample.csv"


def template(batch: Batch | None) -> str:
    """A header row: the phone, and a column for each placeholder of the message."""
    names = preview.names(batch.content.words, batch.columns) if batch else []
    return _csv([["phone_number", *(names or ["first_name"])]])


def sample() -> str:
    """People of the simulator, who answer in different ways."""
    return _csv(sample_list.rows())


def batch_name(filename: str) -> str:
    """A batch's first name, from its list's: `October_clients.csv` -> `October clients`."""
    return one_line(PurePath(filename).stem.replace("_", " "))


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
