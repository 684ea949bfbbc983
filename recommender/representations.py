"""Picks and reasons as plain values, ready to be JSON; the serializers describe the same fields."""

import math

from exercises import representations


def card(facts):
    """An exercise from the facts that serving holds in memory: the same fields as from its row."""
    minutes = facts["minutes"]
    return {
        "slug": facts["slug"],
        "name": facts["name"],
        "type": facts["type"],
        "level": int(facts["level"]),
        "pattern": facts["pattern"],
        "measure": facts["measure"],
        "minutes": None if minutes is None or math.isnan(minutes) else minutes,
        "is_quiet": facts["is_quiet"],
        "is_unilateral": facts["is_unilateral"],
        "equipment": sorted(facts["equipment"]),
        "primary": facts["primary"],
        "secondary": [muscle for muscle in facts["muscles"] if muscle not in facts["primary"]],
    }


def part(line):
    """One line of an exact sum."""
    return {"kind": line.kind, "key": line.key, "text": line.text, "value": line.value}


def pick(found):
    """One pick."""
    return {
        "rank": found.rank,
        "score": found.score,
        "propensity": found.propensity,
        "exercise": card(found.facts),
        "dose": representations.dose(found.dose),
        "reasons": [{"kind": r.kind, "text": r.text, "value": r.value} for r in found.reasons],
        "parts": None if found.parts is None else [part(line) for line in found.parts],
    }


def recommendation(found):
    """The picks of one request, and what was left out."""
    gains = sorted(found.equipment_gains.items(), key=lambda gain: (-gain[1], gain[0]))
    return {
        "request": found.request,
        "model": found.model,
        "allowed": found.allowed,
        "catalogue": found.catalogue,
        "picks": [pick(one) for one in found.picks],
        "limits": [
            {"name": limit.name, "total": limit.total, "alone": limit.alone, "text": limit.text}
            for limit in found.limits
        ],
        "equipment_gains": [{"equipment": word, "exercises": int(count)} for word, count in gains],
    }


def why(found):
    """The exact sum behind one exercise's place."""
    return {
        "exercise": card(found.facts),
        "score": found.score,
        "rank": found.rank,
        "allowed": found.allowed,
        "parts": [part(line) for line in found.lines],
    }


def why_not(found):
    """The limits that one exercise fails, or its rank."""
    return {
        "exercise": card(found.facts),
        "is_allowed": not found.failing,
        "failing": found.failing,
        "score": found.score,
        "rank": found.rank,
        "allowed": found.allowed,
    }


def feedback(row):
    """A piece of feedback with its exercise at hand."""
    return {
        "uuid": row.uuid,
        "exercise": row.exercise.slug,
        "kind": row.kind,
        "request": row.request,
        "at": row.created_at,
        "undone_at": row.undone_at,
    }
