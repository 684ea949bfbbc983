"""Rows to tables: the only module that knows both the database and the engine's columns."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from django.db.models import CharField, DateTimeField, F, IntegerField, Prefetch, Value
from django.db.models.functions import Cast, Concat

from exercises import vocabulary
from exercises.models import Exercise, ExerciseJoint, ExerciseMuscle
from profiles.models import Limitation, Place, Profile
from recommender import evidence
from recommender.engine import columns
from recommender.engine.features import PreferenceEncoder
from recommender.engine.rules import CatalogueArrays, Rules, equipment_mask
from recommender.models import Feedback
from workouts.models import WorkoutSet

EQUIPMENT = tuple(vocabulary.EQUIPMENT)
JOINTS = tuple(vocabulary.JOINTS)
MUSCLES = tuple(vocabulary.MUSCLES)
TYPES = tuple(vocabulary.TYPES)
SECONDS_PER_DAY = 86_400.0
# The columns of the preference features are fixed by the vocabulary, whoever has answered so far.
ANSWER_WORDS = {
    "goal": list(vocabulary.GOALS),
    "level": list(vocabulary.LEVELS),
    "equipment": list(EQUIPMENT),
    "favoured": list(MUSCLES),
    "limited": list(JOINTS),
}


def items_frame(exercises=None):
    """Return one row per published exercise, indexed by its id, sorted: what the item encoder reads.

    Columns: slug, name, type, level, met, minutes, force, mechanic, pattern, is_unilateral, is_quiet,
    measure, muscles (dict of shares), equipment (list), joints (dict of stress), variation_group.
    """
    if exercises is None:
        exercises = Exercise.objects.published()
    exercises = exercises.order_by("pk").prefetch_related(
        Prefetch("muscle_shares", ExerciseMuscle.objects.select_related("muscle")),
        Prefetch("joint_loads", ExerciseJoint.objects.select_related("joint")),
        "equipment",
    ).select_related("variation_group")  # fmt: skip
    rows = [
        {
            "id": exercise.pk,
            "slug": exercise.slug,
            "name": exercise.name,
            "type": exercise.type,
            "level": exercise.level,
            "met": _number(exercise.met),
            "minutes": _number(exercise.minutes),
            "force": exercise.force,
            "mechanic": exercise.mechanic,
            "pattern": exercise.pattern,
            "is_unilateral": exercise.is_unilateral,
            "is_quiet": exercise.is_quiet,
            "measure": exercise.measure,
            "doses": exercise.doses,
            "muscles": {row.muscle.slug: float(row.share) for row in exercise.muscle_shares.all()},
            "primary": [row.muscle.slug for row in exercise.muscle_shares.all() if row.role == "primary"],
            "equipment": [row.slug for row in exercise.equipment.all()],
            "joints": {row.joint.slug: row.stress for row in exercise.joint_loads.all()},
            "variation_group": exercise.variation_group.slug if exercise.variation_group else "",
        }
        for exercise in exercises
    ]
    names = [
        "id", "slug", "name", "type", "level", "met", "minutes", "force", "mechanic", "pattern",
        "is_unilateral", "is_quiet", "measure", "doses", "muscles", "primary", "equipment", "joints",
        "variation_group",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names).set_index("id")


def _number(value):
    return np.nan if value is None else float(value)


def catalogue_arrays(items):
    """Return the :class:`CatalogueArrays` of an items frame: what the rules read."""
    groups = {name: code for code, name in enumerate(sorted(set(items["variation_group"]) - {""}))}
    types = {name: code for code, name in enumerate(TYPES)}
    return CatalogueArrays(
        item_ids=items.index.to_numpy(dtype=np.int64),
        level=items["level"].to_numpy(dtype=float, na_value=np.nan),
        equipment=np.array(
            [equipment_mask(words, EQUIPMENT, needed=True) for words in items["equipment"]], dtype=np.uint64
        ),
        joints=_grid(items["joints"], JOINTS, np.uint8),
        types=np.array([types.get(name, -1) for name in items["type"]], dtype=np.int32),
        muscles=_grid(items["muscles"], MUSCLES, np.float32),
        groups=np.array([groups.get(name, -1) for name in items["variation_group"]], dtype=np.int32),
        minutes=items["minutes"].to_numpy(dtype=np.float32),
        is_quiet=items["is_quiet"].to_numpy(dtype=bool),
        equipment_words=EQUIPMENT,
        joint_words=JOINTS,
        type_words=TYPES,
        muscle_words=MUSCLES,
    )


def _grid(dicts, words, dtype):
    grid = np.zeros((len(dicts), len(words)), dtype=dtype)
    for row, values in enumerate(dicts):
        for column, word in enumerate(words):
            grid[row, column] = values.get(word, 0)
    return grid


def interactions_frame(*, simulated):
    """Return everybody's evidence: user, item, value in [-1, 1], time in days; one row per pair.

    ``simulated`` chooses the population: real people and the simulated community never share a frame.
    Undone feedback and voided sets are not evidence. Exercises of any status count: a retired one
    still tells what somebody likes.
    """
    feedback = (
        Feedback.objects.standing()
        .filter(user__is_simulated=simulated)
        .values_list("user_id", "exercise_id", "kind", "created_at")
    )
    done = (
        WorkoutSet.objects.standing()
        .filter(workout__user__is_simulated=simulated)
        .values_list("workout__user_id", "exercise_id", "workout_id", "done_at")
    )
    events = [((user, item), kind, time, None) for user, item, kind, time in feedback.iterator(5000)]
    events += [
        ((user, item), evidence.DONE, time, workout) for user, item, workout, time in done.iterator(5000)
    ]
    events.sort(key=lambda event: event[2])
    met = list(evidence.once(events))
    values = evidence.fold((key, kind) for key, kind, _time in met)
    times = {key: time.timestamp() / SECONDS_PER_DAY for key, _kind, time in met}
    keys = list(values)
    return pd.DataFrame(
        {
            columns.USER: np.array([key[0] for key in keys], dtype=np.int64),
            columns.ITEM: np.array([key[1] for key in keys], dtype=np.int64),
            columns.VALUE: np.array([values[key] for key in keys], dtype=np.float32),
            columns.TIME: np.array([times[key] for key in keys], dtype=float),
        }
    )


def preferences_frame(*, simulated):
    """Return one row of stated preferences per person, indexed by user id.

    Columns: goal, level, minutes, days_per_week, equipment (list), favoured (list), limited (list).
    """
    favoured = _words_by(Profile.favoured_muscles.through, "profile__user_id", "muscle__slug")
    equipment = _words_by(Place.equipment.through, "place_id", "equipment__slug")
    limited = _words_by(Limitation, "user_id", "joint__slug")
    rows = [
        {
            columns.USER: profile["user_id"],
            "goal": profile["goal"],
            "level": profile["level"],
            "minutes": profile["minutes"],
            "days_per_week": profile["days_per_week"],
            "equipment": equipment.get(profile["current_place_id"], []),
            "favoured": favoured.get(profile["user_id"], []),
            "limited": limited.get(profile["user_id"], []),
        }
        for profile in Profile.objects.filter(user__is_simulated=simulated)
        .order_by("user_id")
        .values("user_id", "goal", "level", "minutes", "days_per_week", "current_place_id")
    ]
    names = [columns.USER, "goal", "level", "minutes", "days_per_week", "equipment", "favoured", "limited"]
    return pd.DataFrame(rows, columns=names).set_index(columns.USER)


def _words_by(model, key_path, word_path):
    found = {}
    for key, word in model.objects.order_by(key_path, word_path).values_list(key_path, word_path):
        found.setdefault(key, []).append(word)
    return found


def preference_encoder(answers=None):
    """Return a fitted :class:`PreferenceEncoder`; without a table of answers, one that knows the defaults."""
    if answers is None or answers.empty:
        answers = pd.DataFrame([Answers().preferences])
    return PreferenceEncoder(words=ANSWER_WORDS).fit(answers)


def encoded(encoder, table):
    """Return ``table`` as numbers by ``encoder``: a DataFrame with the same index."""
    return pd.DataFrame(encoder.transform(table), index=table.index, columns=encoder.names_)


def allowed_for(preferences, items):
    """Return a function (members, item ids) -> bool (U, I): what the hard limits let each member be shown.

    Evaluation lists nothing that serving would not.
    """
    catalogue = catalogue_arrays(items)
    sparing = Limitation.TOLERANCE[Limitation.Severity.MODERATE]

    def allowed(members, item_ids):
        columns_ = pd.Index(catalogue.item_ids).get_indexer(item_ids)
        table = np.zeros((len(members), len(item_ids)), dtype=bool)
        for row, answers in enumerate(preferences.reindex(members).to_dict("records")):
            if not isinstance(answers["equipment"], list):
                continue
            joints = [sparing if joint in answers["limited"] else 3 for joint in JOINTS]
            rules = Rules(
                equipment=equipment_mask(answers["equipment"], EQUIPMENT),
                joints=np.array(joints, dtype=np.uint8),
                level_ceiling=int(answers["level"]),
            )
            table[row] = rules.judge(catalogue).allowed[columns_] & (columns_ >= 0)
        return table

    return allowed


@dataclass(frozen=True)
class Answers:
    """What one person said and did, as plain values: all that serving needs to know of a person.

    ``tolerance`` maps a joint to the highest stress it may bear; ``events`` are
    ``(exercise id, kind, time, workout id or None)`` in order of time, one per piece of feedback and
    one per logged set.
    """

    user_id: int | None = None
    goal: str = "health"
    level: int = 1
    minutes: int = 30
    days_per_week: int = 3
    place: str = ""
    is_quiet: bool = False
    equipment: tuple = ()
    favoured: tuple = ()
    tolerance: dict = field(default_factory=dict)
    events: tuple = ()

    @property
    def preferences(self):
        """The row that the preference encoder reads."""
        return {
            "goal": self.goal, "level": self.level, "minutes": self.minutes,
            "days_per_week": self.days_per_week, "equipment": list(self.equipment),
            "favoured": list(self.favoured), "limited": sorted(self.tolerance),
        }  # fmt: skip

    def tastes(self):
        """Return ``{exercise id: value}``: the evidence, folded."""
        return evidence.fold((item, kind) for item, kind, _time in self.met())

    def met(self):
        """Yield ``(exercise id, kind, time)``, each doing once (see :func:`evidence.once`)."""
        return evidence.once(self.events)


def answers_of(user, *, place=None):
    """Return the :class:`Answers` of a user in two queries; ``place`` stands in for the current one.

    A person without a profile gets the defaults, which own nothing and stay at level 1.
    """
    profile = Profile.objects.filter(user=user).select_related("current_place").first()
    if profile is None:
        profile = Profile(user=user)
    place = place or profile.current_place
    words = {"equipment": [], "favoured": [], "limited": []}
    tolerance, events = {}, []
    for tag, word, number, time, workout in _facts(user, profile, place):
        if tag == "event":
            events.append((number, word, time, workout))
        elif tag == "limited":
            severity, joint = word.split(":", 1)
            tolerance[joint] = Limitation.TOLERANCE[Limitation.Severity(severity)]
        else:
            words[tag].append(word)
    return Answers(
        user_id=user.pk, goal=profile.goal, level=profile.level, minutes=profile.minutes,
        days_per_week=profile.days_per_week, place=str(place or ""), is_quiet=bool(place and place.is_quiet),
        equipment=tuple(sorted(words["equipment"])), favoured=tuple(sorted(words["favoured"])),
        tolerance=tolerance, events=tuple(sorted(events, key=lambda event: event[2])),
    )  # fmt: skip


def _facts(user, profile, place):
    """Everything else about a person in one query: rows of tag, word, number, time and workout."""
    favours, owns = Profile.favoured_muscles.through, Place.equipment.through
    nothing, no_time = Cast(Value(None), IntegerField()), Cast(Value(None), DateTimeField())

    def rows(queryset, tag, word, number=nothing, time=no_time, workout=nothing):
        return queryset.annotate(
            tag=Value(tag, CharField()), word_=word, number_=number, time_=time, workout_=workout
        ).values_list("tag", "word_", "number_", "time_", "workout_")

    def text(path):
        return Cast(F(path), CharField())

    feedback = rows(
        Feedback.objects.standing().filter(user=user), "event", text("kind"),
        Cast(F("exercise_id"), IntegerField()), F("created_at"),
    )  # fmt: skip
    parts = [
        rows(
            WorkoutSet.objects.standing().filter(workout__user=user), "event",
            Value(evidence.DONE, CharField()), Cast(F("exercise_id"), IntegerField()), F("done_at"),
            Cast(F("workout_id"), IntegerField()),
        ),
        rows(
            Limitation.objects.filter(user=user), "limited",
            Concat(F("severity"), Value(":"), F("joint__slug"), output_field=CharField()),
        ),
        rows(favours.objects.filter(profile=profile.pk), "favoured", text("muscle__slug")),
        rows(owns.objects.filter(place=place and place.pk), "equipment", text("equipment__slug")),
    ]  # fmt: skip
    return feedback.union(*parts, all=True)
