"""Rows to tables: the only module that knows both the database and the engine's columns."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pandas as pd
from django.db import connection
from django.db.models import Prefetch

from exercises import vocabulary
from exercises.models import Equipment, Exercise, ExerciseJoint, ExerciseMuscle, Joint, Muscle
from profiles.models import Limitation, Place, Profile
from recommender import evidence
from recommender.engine import columns
from recommender.engine.features import PreferenceEncoder
from recommender.engine.rules import CatalogueArrays, Rules, equipment_mask
from recommender.models import Feedback
from workouts.models import Workout, WorkoutSet

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
    measure, seconds_per_repetition, doses, muscles (dict of shares), primary (list), equipment (list),
    joints (dict of stress), variation_group.
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
            "seconds_per_repetition": _number(exercise.seconds_per_repetition),
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
        "is_unilateral", "is_quiet", "measure", "seconds_per_repetition", "doses", "muscles", "primary",
        "equipment", "joints", "variation_group",
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


# Everything about one person in one query: rows of tag, two words, four numbers, a moment. Written out,
# because the query that the ORM builds costs three times as long as the database takes to answer it.
_ABOUT = """
SELECT 'profile', goal, '', level, minutes, days_per_week, current_place_id,
  CAST(NULL AS timestamptz) FROM {profile}
  WHERE user_id = %(user)s
UNION ALL
SELECT 'place', name, kind, id, CASE WHEN is_quiet THEN 1 ELSE 0 END, 0, 0, NULL FROM {place}
  WHERE user_id = %(user)s
UNION ALL
SELECT 'equipment', word.slug, '', link.place_id, 0, 0, 0, NULL FROM {owns} AS link
  JOIN {place} AS place ON place.id = link.place_id JOIN {equipment} AS word ON word.id = link.equipment_id
  WHERE place.user_id = %(user)s
UNION ALL
SELECT 'favoured', word.slug, '', 0, 0, 0, 0, NULL FROM {favours} AS link
  JOIN {profile} AS profile ON profile.id = link.profile_id JOIN {muscle} AS word ON word.id = link.muscle_id
  WHERE profile.user_id = %(user)s
UNION ALL
SELECT 'limited', word.slug, own.severity, 0, 0, 0, 0, NULL FROM {limitation} AS own
  JOIN {joint} AS word ON word.id = own.joint_id WHERE own.user_id = %(user)s
UNION ALL
SELECT 'event', kind, '', exercise_id, 0, 0, 0, created_at FROM {feedback}
  WHERE user_id = %(user)s AND undone_at IS NULL
UNION ALL
SELECT 'event', 'done', '', own.exercise_id, own.workout_id, 0, 0, own.done_at FROM {set} AS own
  JOIN {workout} AS workout ON workout.id = own.workout_id
  WHERE workout.user_id = %(user)s AND own.voided_at IS NULL
""".format(
    **{
        name: model._meta.db_table
        for name, model in {
            "profile": Profile, "place": Place, "owns": Place.equipment.through, "equipment": Equipment,
            "favours": Profile.favoured_muscles.through, "muscle": Muscle, "limitation": Limitation,
            "joint": Joint, "feedback": Feedback, "set": WorkoutSet, "workout": Workout,
        }.items()
    }
)  # fmt: skip


def answers_of(user, *, place=None):
    """Return the :class:`Answers` of a user in one query; ``place`` (one of theirs) replaces the current one.

    A person without a profile gets the defaults, which own nothing and stay at level 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, {"user": user.pk})
        rows = cursor.fetchall()
    said, places, equipment, favoured, tolerance, events = {}, {}, {}, [], {}, []
    here = place.pk if place else None
    for tag, word, other, first, second, third, fourth, moment in rows:
        if tag == "event":
            events.append((first, word, _moment(moment), second or None))
        elif tag == "equipment":
            equipment.setdefault(first, []).append(word)
        elif tag == "profile":
            said = {"goal": word, "level": first, "minutes": second, "days_per_week": third}
            here = here or fourth
        elif tag == "place":
            places[first] = (word, bool(second))
        elif tag == "favoured":
            favoured.append(word)
        else:
            tolerance[word] = Limitation.TOLERANCE[Limitation.Severity(other)]
    name, is_quiet = places.get(here, ("", False))
    return Answers(
        user_id=user.pk, **said, place=name, is_quiet=is_quiet,
        equipment=tuple(sorted(equipment.get(here, ()))), favoured=tuple(sorted(favoured)),
        tolerance=tolerance, events=tuple(sorted(events, key=lambda event: event[2])),
    )  # fmt: skip


def _moment(value):
    """A moment as the database gave it: SQLite keeps text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
