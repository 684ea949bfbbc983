"""What imports keep of a person, as plain values."""

from workouts.importing.rows import HistorySession, HistorySet


def kept_imports(user):
    """Return every import with the sets that are not in the log, the earliest first."""
    return [_import(kept) for kept in user.imported_histories.order_by("uploaded_at", "pk")]


def _import(kept):
    sessions = [HistorySession.from_list(values) for values in kept.sessions]
    return {
        "uuid": kept.uuid,
        "source": kept.source,
        "file_name": kept.file_name,
        "uploaded_at": kept.uploaded_at,
        "imported_at": kept.imported_at,
        "choices": kept.choices,
        "rejected_rows": kept.report.get("rejected", []),
        "waiting_sets": [
            _set(HistorySet.from_list(values), sessions) for values in kept.sets
        ],
    }  # fmt: skip


def _set(row, sessions):
    session = sessions[row.session]
    return {
        "exercise": row.name,
        "kind": row.kind,
        "done_at": session.start,
        "note": session.note,
        "repetitions": row.repetitions,
        "weight_kg": None if row.weight_kg is None else float(row.weight_kg),
        "seconds": row.seconds,
        "distance_m": row.distance_m,
        "effort": None if row.effort is None else float(row.effort),
    }
