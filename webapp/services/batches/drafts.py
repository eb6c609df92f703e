"""A batch before it is sent: its name, number, message, and the list it was given."""

from __future__ import annotations

from typing import IO

from sqlalchemy import delete, update

from webapp import queue
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.content import CONTENTS, CallContent, SmsContent
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.tally import BatchTally
from webapp.models.work import Work
from webapp.rules.cells import cell_text
from webapp.services import events, uploads
from webapp.services.hours import hours
from webapp.services.intake import choices
from webapp.services.intake.options import ReadingOptions
from webapp.services.numbers import numbers
from webapp.services.recipients import tallies

MOST_SEGMENTS = 6
LONGEST_NAME = 120
LIST_FORGOTTEN = (
    "This draft was left alone for longer than your team keeps messages and lists, so its list was removed. "
    "What it says is still here: upload the list again."
)


def create(user_id: int, name: str = "", channel: Channel = Channel.SMS) -> Batch:
    """A new draft; the only number that is used on its channel is chosen already."""
    able = numbers.able(channel)
    content = CONTENTS[channel]()
    batch = Batch(
        channel=channel,
        content=content,
        name=name.strip()[:LONGEST_NAME] or f"Batch of {now():%d %B}",
        created_by=user_id,
    )
    if len(able) == 1:
        batch.number_id, batch.country = able[0].id, able[0].country
    db.session.add(batch)
    db.session.flush()
    tallies.open_for(batch.id)
    events.note("batch.created", user_id=user_id, batch_id=batch.id, name=batch.name)
    return batch


def rename(batch: Batch, name: str) -> None:
    """Any state; a name is for people."""
    name = name.strip()
    if not name:
        raise Fault("Give the batch a name.", "name")
    if len(name) > LONGEST_NAME:
        raise Fault(f"A name can have at most {LONGEST_NAME} characters.", "name")
    batch.name = name
    batch.revision += 1


def choose_number(batch: Batch, number_id: int | None) -> None:
    """The number it is sent from. The country of the first one is assumed where none has been chosen."""
    must_be_draft(batch)
    number = db.session.get(Number, number_id) if number_id else None
    if number is None or not number.can(batch.channel):
        word = channels.of(batch.channel).word
        raise Fault(f"Choose one of your numbers that is used for {word}.", "number_id")
    if batch.number_id is None:
        batch.country = batch.country or number.country
    batch.number_id = number.id


def attach(batch: Batch, filename: str, content: IO[bytes], user_id: int) -> None:
    """Take a list; it is read by a job. A list that was there before is replaced.

    Raises Fault when the file is too large or empty.
    """
    must_be_draft(batch)
    choices.must_be_list(content)
    upload = uploads.store(filename, content, user_id)
    replace_list(batch, upload.id, upload.filename, user_id)


def replace_list(batch: Batch, upload_id: int | None, filename: str, user_id: int) -> None:
    """Another list takes the place of the one that was there. None: a job takes it from a segment first."""
    if batch.upload_id:
        uploads.remove(batch.upload_id)
    batch.upload_id, batch.segment_id = upload_id, None
    batch.copied_from, batch.copied_groups = None, None
    batch.phone_column = None
    batch.reading_options, batch.read_as, batch.answers = {}, {}, {}
    # Other people: what was said of those before does not hold for them.
    batch.consent, batch.consent_note, batch.over_cap = None, "", False
    read_again(batch)
    events.note("batch.list_uploaded", user_id=user_id, batch_id=batch.id, filename=filename)


def choose_columns(batch: Batch, phone_column: int | None, country: str | None) -> None:
    """Say which column holds the phones, or which country is assumed, and read the list again."""
    must_be_draft(batch)
    if not batch.upload_id:
        raise Fault("Upload a list first.", "file")
    if phone_column is not None:
        batch.phone_column = choices.must_have_column(batch, phone_column)
    if country is not None:
        choices.must_be_country(country)
        batch.country = country
    _forget_unassigned(batch)
    read_again(batch)


def choose_reading(batch: Batch, options: ReadingOptions) -> None:
    """Say how the file is to be read (its encoding, its sheet, its hidden rows), and read it again."""
    must_be_draft(batch)
    if not batch.upload_id:
        raise Fault("Upload a list first.", "file")
    if options.sheet != batch.read_as.get("sheet", ""):  # other people, and other columns
        batch.phone_column, batch.answers = None, {}
        batch.consent, batch.consent_note, batch.over_cap = None, "", False
    batch.reading_options = options._asdict()
    _forget_unassigned(batch)
    read_again(batch)


def _forget_unassigned(batch: Batch) -> None:
    """What was said of numbers in no known range does not hold for those that are read another way."""
    batch.answers = {key: said for key, said in batch.answers.items() if key != "unassigned"}
    batch.reading_options = {**batch.reading_options, "unassigned": False}


def arrange(batch: Batch, number_id: int | None, phone_column: int | None, country: str) -> None:
    """Number, phone column and assumed country at once; the list is read again only where that matters."""
    choices.must_be_country(country)
    if batch.reading == Work.DONE and batch.columns and phone_column is None and batch.phone_column is None:
        raise Fault("Choose the column that holds the phone numbers.", "phone_column")
    present = (batch.phone_column, batch.country)
    choose_number(batch, number_id)
    if not present[1]:
        country = country or batch.country
    if not batch.upload_id:
        batch.country = country or batch.country
    elif (phone_column if phone_column is not None else batch.phone_column, country) != present:
        choose_columns(batch, phone_column, country)
    batch.revision += 1


def choose_names(batch: Batch, name_columns: list[int]) -> None:
    """Say which columns make a person's name, in their order; none: people are called by their phones."""
    must_be_draft(batch)
    if any(not 0 <= at < len(batch.columns) for at in name_columns):
        raise Fault("Choose a column of the list.", "name_columns")
    batch.name_columns = name_columns
    batch.revision += 1


def read_again(batch: Batch) -> None:
    """Let a job read the list from the beginning."""
    batch.set_reading(Work.WAITING)
    batch.reading_fault = ""
    batch.rows_read = 0
    batch.worked_at = now()
    if batch.checking != Work.NONE:
        batch.set_checking(Work.NONE)
    queue.later(queue.IMPORT, batch.id)


def forget_list(batch: Batch) -> None:
    """It was kept for too long: another one has to be uploaded. Its rows go by themselves."""
    if batch.upload_id:
        uploads.remove(batch.upload_id)
    batch.upload_id = batch.segment_id = batch.copied_from = batch.copied_groups = batch.phone_column = None
    batch.columns, batch.phone_candidates, batch.notes, batch.name_columns, batch.whereabouts = (
        [],
        [],
        [],
        [],
        [],
    )
    batch.reading_options, batch.read_as, batch.answers, batch.questions = {}, {}, {}, {}
    batch.consent, batch.consent_note, batch.over_cap = None, "", False
    batch.rows_read, batch.rows_expected, batch.rows_checked = 0, None, 0
    for work, move in ((batch.reading, batch.set_reading), (batch.checking, batch.set_checking)):
        if work != Work.NONE:
            move(Work.NONE)
    batch.reading_fault, batch.checking_fault = LIST_FORGOTTEN, ""
    tallies.clear(batch.id)


def message_faults(batch: Batch, text: str) -> list[str]:
    """What is wrong with an SMS's message before any row is looked at."""
    return list(channels.of(batch.channel).bind(SmsContent(text), batch.columns).faults)


def write(batch: Batch, text: str, max_segments: int, user_id: int | None = None) -> None:
    """Set an SMS's message and check the list against it. Raises Fault; the form keeps what was typed."""
    must_be_draft(batch)
    if batch.channel != Channel.SMS:
        raise Conflict("This batch sends no messages.")
    if not 1 <= max_segments <= MOST_SEGMENTS:
        raise Fault(f"A message can have 1 to {MOST_SEGMENTS} segments.", "max_segments")
    faults = message_faults(batch, text)
    if faults:
        raise Fault(" ".join(faults), "message")
    set_content(batch, SmsContent(cell_text.seen(text).strip(), max_segments), user_id)


def set_content(batch: Batch, content: SmsContent | CallContent, user_id: int | None) -> None:
    """What a draft says from now on. Every row is checked again, and the audit tells of it."""
    if content != batch.content:
        events.note("batch.message_changed", user_id=user_id, batch_id=batch.id, channel=batch.channel)
    batch.content = content
    check_again(batch)


def check_again(batch: Batch) -> None:
    """Let a job check every row against the message and the gate."""
    if batch.reading != Work.DONE or batch.phone_column is None:
        return
    if channels.of(batch.channel).is_blank(batch.content):
        return
    batch.set_checking(Work.WAITING)
    batch.checking_fault = ""
    batch.rows_checked = 0
    batch.worked_at = now()
    queue.later(queue.CHECK, batch.id)


def exempt_from_cap(batch: Batch, over_cap: bool, user_id: int) -> None:
    """Exempt a batch from the frequency cap, or no longer. For admins."""
    must_be_draft(batch)
    batch.over_cap = over_cap
    events.note("batch.cap_set_aside" if over_cap else "batch.cap_kept", user_id=user_id, batch_id=batch.id)
    check_again(batch)


def assume_zone(batch: Batch, zone: str, user_id: int) -> None:
    """Where those are whose phone does not tell their time zone; empty: leave them out. Raises Fault."""
    must_be_draft(batch)
    batch.unknown_zone = hours.chosen_zone(zone) if zone.strip() else ""
    events.note("batch.zone_assumed", user_id=user_id, batch_id=batch.id, zone=batch.unknown_zone)
    check_again(batch)


def remove(batch: Batch, user_id: int) -> None:
    """Delete a draft and its list."""
    must_be_draft(batch)
    db.session.refresh(batch, with_for_update=True)  # no one notes anything about it from now on
    events.note("batch.deleted", user_id=user_id, name=batch.name)
    if batch.upload_id:
        uploads.remove(batch.upload_id)
    for table in (Recipient, BatchTally):
        db.session.execute(delete(table).where(table.batch_id == batch.id))
    events.forget_batch(batch.id)
    # Copies are younger than what they were made from: they are held in their order.
    copies = update(Batch).where(Batch.copied_from == batch.id)
    db.session.execute(copies.values(copied_from=None))
    db.session.delete(batch)


def must_be_draft(batch: Batch) -> None:
    """Raises Conflict when it is too late to change it."""
    if batch.state != BatchState.DRAFT:
        raise Conflict("This batch can no longer be changed. Cancel its schedule first, or make a new batch.")
