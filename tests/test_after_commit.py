"""What waits for the commit: done once, and not at all for a part that was rolled back."""

from __future__ import annotations

import io

from flask import Flask

from webapp import files
from webapp.db import db
from webapp.services import containment


def is_there(key: str) -> bool:
    try:
        files.open_to_read(key).close()
    except FileNotFoundError:
        return False
    return True


def test_a_file_is_removed_although_another_part_of_the_transaction_is_rolled_back(app: Flask) -> None:
    def fail(key: str) -> None:
        files.remove_later([key])
        raise ValueError("a fault of one of several")

    gone, kept = (files.put(io.BytesIO(b"a picture")) for _ in range(2))
    files.remove_later([gone])
    assert containment.fault_within(lambda: fail(kept)) is not None
    assert is_there(gone), "the transaction may still be rolled back"
    db.session.commit()
    assert (is_there(gone), is_there(kept)) == (False, True)


def test_nothing_is_removed_with_a_transaction_that_ends_without_a_commit(app: Flask) -> None:
    key = files.put(io.BytesIO(b"a picture"))
    with db.session.begin_nested():
        files.remove_later([key])
    db.session.rollback()
    db.session.commit()
    assert is_there(key)
