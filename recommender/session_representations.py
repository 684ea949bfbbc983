"""Sessions as plain values, ready to be JSON; the serializers describe the same fields."""

from recommender.sessions import playing
from recommender.sessions.plans import Session


def card(row):
    """A session as a list shows it."""
    return {
        "uuid": row.uuid,
        "made_at": row.made_at,
        "minutes": row.minutes,
        "place": row.place and row.place.uuid,
        "is_quiet": row.is_quiet,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "workout": row.workout and row.workout.uuid,
        "model": row.model_id,
    }


def session(row):
    """A whole session."""
    plan = Session.from_dict(row.plan)
    sets = playing.sets_of(plan, row.progress)
    return card(row) | {
        "seconds": plan.seconds,
        "goal": plan.goal,
        "region": plan.region,
        "seed": plan.seed,
        "is_light": plan.is_light,
        "notes": list(plan.notes),
        "slots": [_slot(slot, sets) for slot in plan.slots],
        "goals": [
            {
                "target": goal.target, "name": goal.name, "volume": goal.volume,
                "is_covered": goal.is_covered, "why_not": goal.why_not,
            }
            for goal in plan.goals
        ],
        "steps": [
            {"kind": step.kind, "slot": step.key, "seconds": step.seconds, "number": step.number}
            for step in plan.steps()
        ],
    }  # fmt: skip


def _slot(slot, sets):
    return {
        "key": slot.key, "section": slot.section, "exercise": slot.slug, "name": slot.name,
        "sets": slot.sets, "low": slot.low, "high": slot.high, "unit": slot.unit,
        "is_per_side": slot.is_per_side, "aim": slot.aim, "weight_kg": slot.weight_kg, "rule": slot.rule,
        "rule_text": slot.rule_text, "rest": slot.rest, "work": slot.work, "start": slot.start,
        "superset": slot.superset, "is_preparation": slot.is_preparation, "is_locked": slot.is_locked,
        "why": list(slot.why), "done": _numbers(slot, sets, playing.DONE),
        "skipped": _numbers(slot, sets, playing.SKIPPED),
    }  # fmt: skip


def _numbers(slot, sets, state):
    return [one.number for one in sets if one.slot.key == slot.key and one.state == state]
