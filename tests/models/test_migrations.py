"""The migrations make exactly the tables that the models describe, on both databases."""

from collections import Counter

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, select, text

from webapp.db import db
from webapp.models.contact import Contact
from webapp.schema import on_both


def test_the_migrated_database_is_what_the_models_say(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": on_both})
        assert compare_metadata(context, db.metadata) == []


def test_an_index_that_pages_a_million_rows_is_there(app: Flask) -> None:
    names = {index.name for table in db.metadata.sorted_tables for index in table.indexes}
    assert {"ix_recipient_status", "ix_entry_thread", "ix_thread_last", "ix_entry_queued"} <= names


def test_no_index_stands_twice() -> None:
    """Each would be written with each row, and one of them is never read."""
    for table in db.metadata.tables.values():
        told = Counter(
            (tuple(map(str, one.expressions)), str(one.dialect_options["sqlite"]["where"]))
            for one in table.indexes
        )
        assert [what for what, count in told.items() if count > 1] == [], table.name


def test_names_that_were_there_before_are_searched_without_accents(app: Flask) -> None:
    db.session.add(Contact(phone="+12025550111", name="José O’Brien"))
    db.session.commit()
    downgrade(revision="0015")
    upgrade()
    assert db.session.scalars(select(Contact.search_name)).one() == "  jose  obrien"


def test_an_id_is_given_once(app: Flask) -> None:
    """An open page, a form or a job that names who is erased must not mean the next one."""
    keys = {table.name for table in db.metadata.sorted_tables if table.primary_key.columns.keys() == ["id"]}
    if db.engine.dialect.name == "sqlite":
        told = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        assert {name for name, sql in told if "AUTOINCREMENT" in sql} == keys
    db.session.add(Contact(phone="+12025550111"))
    db.session.commit()
    downgrade(revision="0066")
    upgrade()  # as where there are rows before it
    first = db.session.scalars(select(Contact.id)).one()
    db.session.execute(delete(Contact))
    db.session.add(Contact(phone="+12025550112"))
    db.session.commit()
    assert db.session.scalars(select(Contact.id)).one() > first
