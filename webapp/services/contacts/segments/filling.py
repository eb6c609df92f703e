"""Putting contacts into a segment by the thousand: asked for, carried out by a job, stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.models.segment import Segment
from webapp.models.selection_job import SelectionJob
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services.background_work import Kind
from webapp.services.contacts.segments import members, selection_jobs, store
from webapp.services.contacts.segments.selection import Selection

KIND = Kind(
    "working",
    selection_jobs.locked,
    SelectionJob.set_working,
    lambda _: True,
    "Those who are in the segment stay.",
    "Outbound was interrupted several times while it put contacts into this segment. Let it go on.",
)


def begin(segment: Segment, chosen: Selection, said: str, by: User) -> SelectionJob:
    """Let a job put them in. Raises Conflict for a filter."""
    members.must_be_by_hand(segment)
    return selection_jobs.begin(chosen, said, by, segment_id=segment.id)


def fill(job_id: int) -> Iterator[int]:
    """Put them in; yields whenever a commit is due."""
    return selection_jobs.carry_out(job_id, KIND, _put, _done)


def stop(job_id: int, by: User) -> None:
    """Those who are in it stay. Raises NotFound, Conflict."""
    _done(selection_jobs.stop(job_id, by), ())


def _put(job: SelectionJob, ids: Sequence[int]) -> int:
    return len(members.put(_segment(job), members.these(ids), _by(job)))


def _done(job: SelectionJob, _: Sequence[int]) -> int:
    """The audit has one line of all of them."""
    if job.added:
        members.many_noted("segment.joined", _segment(job), job.added, _by(job))
    return job.added


def _segment(job: SelectionJob) -> Segment:
    return store.get(job.segment_id or 0)


def _by(job: SelectionJob) -> Source:
    return Source(SourceKind.PERSON, job.author.name, job.created_by)
