"""Rows and records: an exercise in the catalogue's file format, and the digest that tells edits."""

import hashlib
import json
from decimal import Decimal

from exercises.models import ExerciseMuscle

# Fields that a record and a row share by name and that need no translation.
PLAIN = (
    "name", "aliases", "type", "level", "force", "mechanic", "pattern", "is_unilateral", "is_quiet",
    "met_source", "measure", "doses", "suitability", "summary", "setup", "steps", "breathing", "mistakes",
)  # fmt: skip
NUMBERS = {"met": 1, "seconds_per_repetition": 1, "minutes": 1}


def canonical(record):
    """A record with every field, in one order and one spelling: what digests are made of."""
    made = {name: record.get(name) for name in PLAIN}
    made |= {"aliases": list(record.get("aliases") or []), "doses": record.get("doses") or {}}
    made |= {name: str(_rounded(record[name], places)) for name, places in NUMBERS.items()}
    made["equipment"] = sorted(set(record["equipment"]))
    made["joints"] = dict(sorted(record["joints"].items()))
    made["muscles"] = {muscle: str(_rounded(share, 3)) for muscle, share in sorted(record["muscles"].items())}
    made["primary"] = sorted(set(record["primary"]))
    made["variation_group"] = record["variation_group"] or ""
    made["easier"], made["harder"] = record.get("easier") or "", record.get("harder") or ""
    made["instead"] = sorted(set(record.get("instead") or []))
    return made


def _rounded(number, places):
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places))


def digest(record):
    """The SHA-256 of a canonical record."""
    text = json.dumps(canonical(record), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(exercise, *, plain=False):
    """The record an exercise would be loaded from, its relations at hand; the opposite of loading.

    ``plain`` gives numbers as JSON has them instead of decimals.
    """
    shares = list(exercise.muscle_shares.all())
    record = {name: getattr(exercise, name) for name in PLAIN}
    record |= {name: getattr(exercise, name) or 0 for name in NUMBERS}
    number = float if plain else Decimal
    record |= {name: number(record[name]) for name in NUMBERS}
    return record | {
        "slug": exercise.slug,
        "equipment": [item.slug for item in exercise.equipment.all()],
        "joints": {load.joint.slug: load.stress for load in exercise.joint_loads.all()},
        "muscles": {share.muscle.slug: number(share.share) for share in shares},
        "primary": [share.muscle.slug for share in shares if share.role == ExerciseMuscle.Role.PRIMARY],
        "variation_group": exercise.variation_group.slug if exercise.variation_group else "",
        "easier": exercise.easier.slug if exercise.easier else None,
        "harder": exercise.harder.slug if exercise.harder else None,
        "instead": [other.slug for other in exercise.alternatives.all()],
    }


def shares_of(primary, secondary):
    """Shares for muscles of which only the roles are known: a primary one works twice a secondary one.

    Returns muscle → ``(role, share)``; the shares have three places and add to exactly 1.
    """
    weights = {**dict.fromkeys(secondary, 1), **dict.fromkeys(primary, 2)}
    ordered = [*primary, *(muscle for muscle in weights if muscle not in primary)]
    total = sum(weights.values())
    shares = {muscle: _rounded(Decimal(weights[muscle]) / total, 3) for muscle in ordered} if total else {}
    if shares:
        shares[ordered[0]] += 1 - sum(shares.values())
    role = dict.fromkeys(primary, ExerciseMuscle.Role.PRIMARY)
    return {
        muscle: (role.get(muscle, ExerciseMuscle.Role.SECONDARY), share) for muscle, share in shares.items()
    }
