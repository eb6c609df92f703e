"""What can be wrong with a list: with the file as a whole, or with one row."""

from typing import NamedTuple


class FileFault(ValueError):
    """Why a file cannot be used: `code` for programs, `sentence` for people (what is wrong, what to do)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class RowFault(NamedTuple):
    """What is wrong with one row. `column` is the index of the cell; None when it is the row itself."""

    code: str
    column: int | None
    sentence: str
