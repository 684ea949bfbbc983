"""People to try a catalogue on: a few members, a few of the simulated community, or built-in personas."""

import random
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext, gettext_lazy

from exercises import vocabulary
from exercises.coverage import KITS
from profiles.models import Limitation, Place, Profile
from recommender import evidence
from recommender.frames import Answers
from recommender.models import Feedback
from workouts.models import WorkoutSet

MEMBERS, SIMULATED, PERSONAS = "members", "simulated", "personas"
POPULATIONS = {
    MEMBERS: gettext_lazy("Members"),
    SIMULATED: gettext_lazy("Simulated people"),
    PERSONAS: gettext_lazy("Built-in personas"),
}
# With fewer members than this personas say more, and what hurts somebody could be guessed from the counts.
FEWEST_MEMBERS = 20
SAMPLE = 60

# Kit, level, what hurts badly enough to bear a low load only, minutes: one of each for every goal.
_LIVES = (
    ("nothing", 1, (), 20),
    ("dumbbells", 2, (), 30),
    ("bands", 1, ("knee",), 30),
    ("full-gym", 3, (), 60),
    ("outdoors", 2, ("shoulder",), 45),
    ("kettlebell", 4, ("lower-back",), 60),
)


@dataclass(frozen=True)
class Person:
    """Somebody to try a catalogue on; ``words`` name a persona, a member has none."""

    answers: Answers = field(repr=False)
    words: str = ""


def personas():
    """Return a :class:`Person` for every goal and way of life."""
    return [
        Person(
            Answers(
                goal=goal, level=level, minutes=minutes, equipment=KITS[kit][1],
                tolerance=dict.fromkeys(sore, Limitation.TOLERANCE[Limitation.Severity.MODERATE]),
            ),
            _words(goal, kit, level, sore),
        )
        for goal in vocabulary.GOALS
        for kit, level, sore, minutes in _LIVES
    ]  # fmt: skip


def _words(goal, kit, level, sore):
    said = [vocabulary.GOALS[goal], KITS[kit][0], vocabulary.LEVELS[level]]
    said += [gettext("sore: %(joint)s") % {"joint": vocabulary.JOINTS[joint].lower()} for joint in sore]
    return " · ".join(map(str, said))


def counts():
    """``{population: how many there are}`` of those who can be tried, in one query; few members are none."""
    simulated = Q(user__is_simulated=True)
    found = _profiles().aggregate(
        members=Count("pk", filter=~simulated), simulated=Count("pk", filter=simulated)
    )
    members = found["members"] if found["members"] >= FEWEST_MEMBERS else 0
    return {MEMBERS: members, SIMULATED: found["simulated"], PERSONAS: len(personas())}


def usual(found):
    """The population to try on where nobody chose one: members, unless they are few."""
    return MEMBERS if found[MEMBERS] else PERSONAS


def sample(population, *, seed, size=SAMPLE):
    """Return at most ``size`` people of a population; the same seed gives the same ones. Six queries."""
    if population == PERSONAS:
        return personas()
    profiles = _profiles().filter(user__is_simulated=population == SIMULATED)
    everybody = list(profiles.order_by("user_id").values_list("user_id", flat=True))
    chosen = random.Random(seed).sample(everybody, min(size, len(everybody)))
    return [Person(answers) for answers in answers_of_all(sorted(chosen))]


def _profiles():
    return Profile.objects.filter(user__is_active=True)


def answers_of_all(user_ids):
    """Return the :class:`Answers` of several users, as ``frames.answers_of`` gives them, in six queries."""
    profiles = {
        row["user_id"]: row
        for row in Profile.objects.filter(user__in=user_ids).values(
            "user_id", "goal", "level", "minutes", "days_per_week", "current_place_id",
            "current_place__name", "current_place__is_quiet",
        )
    }  # fmt: skip
    places = [row["current_place_id"] for row in profiles.values() if row["current_place_id"]]
    equipment = _gathered(Place.equipment.through.objects, "place_id", places, "equipment__slug")
    favoured = _gathered(
        Profile.favoured_muscles.through.objects, "profile__user_id", user_ids, "muscle__slug"
    )
    tolerance = _gathered(Limitation.objects, "user_id", user_ids, "joint__slug", "severity")
    events = _gathered(Feedback.objects.standing(), "user_id", user_ids, "exercise_id", "kind", "created_at")
    done = _gathered(
        WorkoutSet.objects.standing(), "workout__user_id", user_ids, "exercise_id", "workout_id", "done_at"
    )
    return [
        Answers(
            user_id=user,
            goal=row["goal"], level=row["level"], minutes=row["minutes"],
            days_per_week=row["days_per_week"], place=row["current_place__name"] or "",
            is_quiet=bool(row["current_place__is_quiet"]),
            equipment=tuple(sorted(equipment.get(row["current_place_id"], ()))),
            favoured=tuple(sorted(favoured.get(user, ()))),
            tolerance={
                joint: Limitation.TOLERANCE[Limitation.Severity(severity)]
                for joint, severity in tolerance.get(user, ())
            },
            events=_in_order(events.get(user, ()), done.get(user, ())),
        )
        for user, row in sorted(profiles.items())
    ]  # fmt: skip


def _gathered(rows, key, keys, *names):
    """``{key: [value, …]}`` of the named columns (tuples where there are several), in order of the id."""
    found = {}
    for owner, *values in rows.filter(**{f"{key}__in": keys}).order_by("pk").values_list(key, *names):
        found.setdefault(owner, []).append(values[0] if len(names) == 1 else tuple(values))
    return found


def _in_order(said, done):
    events = [(exercise, kind, time, None) for exercise, kind, time in said]
    events += [(exercise, evidence.DONE, time, workout) for exercise, workout, time in done]
    return tuple(sorted(events, key=lambda event: event[2]))
