"""What happens to an import: begun, chosen, confirmed, taken back, put back, thrown away."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from workouts import actions
from workouts.importing.catalogue import load_catalogue
from workouts.importing.history import NOTHING_SAID, read_history
from workouts.importing.plan import plan_import
from workouts.importing.reading import HistoryError
from workouts.importing.rows import HistorySession, HistorySet
from workouts.importing.writing import BATCH, write_sets
from workouts.models import ImportedHistory, WorkoutSet

MOST_KEPT = 30


@dataclass(frozen=True)
class Outcome:
    """What a confirmed import came to: sets that are new in the log, and old ones that are there again.

    ``left`` sets are kept outside the log, in ``kept``.

    A file that brought nothing new is not kept beside the earlier import of the same sets: ``kept`` is
    that one then, or ``None`` where all of it is in the log.
    """

    kept: ImportedHistory | None
    written: int
    returned: int
    workouts: int
    known: int
    left: int

    @property
    def added(self):
        """How many sets are in the log that were not."""
        return self.written + self.returned


@transaction.atomic
def start_import(*, user, data, file_name, at, options=NOTHING_SAID):
    """Read a file and keep it for a look; return the :class:`ImportedHistory`. Nothing enters the log.

    A preview that was never confirmed gives way. What the person chose for names before is chosen again.
    Raises :class:`HistoryError` where the file cannot be imported, or too many imports are kept.
    """
    history = read_history(data, owner=user.pk, at=at, options=options)
    if not history.sets and not history.report.rejected:
        raise HistoryError(_("There is no set in this file."))
    user.imported_histories.filter(imported_at__isnull=True).delete()
    if user.imported_histories.count() >= MOST_KEPT:
        raise HistoryError(_("You keep %(most)s imports; remove one of them first.") % {"most": MOST_KEPT})
    return ImportedHistory.objects.create(
        user=user, source=history.source, file_name=file_name[-120:], uploaded_at=at,
        report=history.report.as_dict(), sessions=[session.as_list() for session in history.sessions],
        sets=[row.as_list() for row in history.sets], choices=_chosen_before(user, history.names()),
    )  # fmt: skip


def plan_of(kept, *, catalogue=None):
    """Return the :class:`~plan.Plan` for what an import holds outside the log, as its choices are now."""
    return plan_import(
        kept.user, *_opened(kept), catalogue=catalogue or load_catalogue(), choices=kept.choices,
        taken_back=taken_back(kept.user, kept.source), with_warm_ups=kept.with_warm_ups,
        with_doubles=kept.with_doubles,
    )  # fmt: skip


@transaction.atomic
def choose(*, user, uuid, choices, with_warm_ups, with_doubles):
    """Keep what a person says names mean, ``{name: slug}``, and what else is wanted; return the import.

    Raises ``ImportedHistory.DoesNotExist`` for an unknown one or somebody else's.
    """
    kept = _locked(user, uuid)
    kept.choices = kept.choices | choices
    kept.with_warm_ups, kept.with_doubles = with_warm_ups, with_doubles
    kept.save(update_fields=["choices", "with_warm_ups", "with_doubles"])
    return kept


@transaction.atomic
def confirm_import(*, user, uuid, at):
    """Put everything into the log that is understood and wanted; return the :class:`Outcome`.

    What is in the log already is not written again; what was taken back with this import returns with its
    rest. What is not understood stays with the import, to be chosen and confirmed later. Raises like
    :func:`choose`, and :class:`HistoryError` naming a row.
    """
    kept = _locked(user, uuid)
    sessions, sets = _opened(kept)
    plan = plan_of(kept)
    written = write_sets(user=user, source=kept.source, sessions=sessions, sets=plan.new, at=at)
    returning = [row.uuid for row in plan.returning]
    for batch in _batches(returning):
        actions.restore_sets(user=user, uuids=batch)
    new = [row.uuid for row, _entry in plan.new]
    again = _put_back(user, kept) if new else 0
    gone = {*new, *returning, *(row.uuid for row in plan.known)}
    kept.sets = [row.as_list() for row in sets if row.uuid not in gone]
    kept.written = kept.written + new + returning
    kept.imported_at = kept.imported_at or at
    kept.save(update_fields=["sets", "written", "imported_at", "taken_back_at"])
    left = len(kept.sets)
    kept = _only_once(kept, {row.uuid for row in sets})
    return Outcome(kept, written, len(returning) + again, plan.workouts, len(plan.known), left)


def taken_back(user, source):
    """Return the UUIDs of sets that went out of the log with whole imports of an app."""
    imports = user.imported_histories.filter(source=source, taken_back_at__isnull=False)
    return {uuid for uuids in imports.values_list("written", flat=True) for uuid in uuids}


@transaction.atomic
def take_back_import(*, user, uuid, at):
    """Take every set of an import out of the log; return how many. They can be put back."""
    kept = _locked(user, uuid)
    standing = [row for batch in _batches(kept.written) for row in _uuids(user, batch, is_voided=False)]
    for batch in _batches(standing):
        actions.void_sets(user=user, uuids=batch, at=at)
    if standing:
        kept.written, kept.taken_back_at = [uuid.hex for uuid in standing], at
        kept.save(update_fields=["written", "taken_back_at"])
    return len(standing)


@transaction.atomic
def put_back_import(*, user, uuid):
    """Put back into the log what :func:`take_back_import` took out; return how many sets."""
    kept = _locked(user, uuid)
    count = _put_back(user, kept)
    kept.save(update_fields=["taken_back_at"])
    return count


def _put_back(user, kept):
    if kept.taken_back_at is None:
        return 0
    voided = [row for batch in _batches(kept.written) for row in _uuids(user, batch, is_voided=True)]
    for batch in _batches(voided):
        actions.restore_sets(user=user, uuids=batch)
    kept.taken_back_at = None
    return len(voided)


@transaction.atomic
def discard_import(*, user, uuid):
    """Throw an import away with all that still waits in it; what is in the log stays there.

    What was taken back goes for good: no button would lead to it any more, and the file could not bring
    it again while its sets are there.
    """
    kept = _locked(user, uuid)
    if kept.taken_back_at is not None:
        for batch in _batches(kept.written):
            gone = WorkoutSet.objects.filter(workout__user=user, uuid__in=batch)
            gone.filter(voided_at=kept.taken_back_at).delete()
    kept.delete()


def _locked(user, uuid):
    return ImportedHistory.objects.select_for_update(of=("self",)).select_related("user").get(
        user=user, uuid=uuid
    )  # fmt: skip


def _opened(kept):
    sessions = [HistorySession.from_list(values) for values in kept.sessions]
    return sessions, [HistorySet.from_list(values) for values in kept.sets]


def _chosen_before(user, names):
    """What the person said of these names in earlier imports, the latest word last."""
    chosen = {}
    for choices in user.imported_histories.order_by("uploaded_at", "pk").values_list("choices", flat=True):
        chosen |= {name: slug for name, slug in choices.items() if name in names}
    return chosen


def _only_once(kept, uuids):
    """Let sets wait in one place only, since a newer export of an app holds the older ones as well.

    Return the import that stays, or ``None``: one that brought nothing is removed.
    """
    others = kept.user.imported_histories.filter(source=kept.source, imported_at__isnull=False)
    others = list(others.exclude(pk=kept.pk).order_by("-pk"))
    if not kept.written:
        waiting = {values[0] for values in kept.sets}
        home = next((other for other in others if waiting <= {values[0] for values in other.sets}), None)
        if home or not waiting:
            kept.delete()
            if home:
                home.choices |= kept.choices
                home.save(update_fields=["choices"])
            return home
    own = set(kept.written)
    for other in others:
        waiting = [values for values in other.sets if values[0] not in uuids]
        written = [uuid for uuid in other.written if uuid not in own]
        if len(waiting) < len(other.sets) or len(written) < len(other.written):
            other.sets, other.written = waiting, written
            other.save(update_fields=["sets", "written"])
    return kept


def _batches(values):
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]


def _uuids(user, batch, *, is_voided):
    rows = WorkoutSet.objects.filter(workout__user=user, uuid__in=batch, voided_at__isnull=not is_voided)
    return rows.values_list("uuid", flat=True)
