"""The simulated community: people with a known taste, for a first run and for tests. Labelled, and removable.

Their tastes come from :mod:`recommender.engine.worlds`; here they become rows like everybody's, marked
``is_simulated``, unable to sign in, and never part of a metric about real people.
"""

import uuid
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from exercises.models import Equipment, Joint, Muscle
from profiles.models import Limitation, Place, Profile, User
from recommender import frames
from recommender.engine import columns, worlds
from recommender.models import Feedback, Impression

PEOPLE = 600
SEED = 20260101
DAYS = 120
# What a simulated value says, in the words of feedback.
SAYS = {
    1.0: Feedback.Kind.LIKE,
    0.4: Feedback.Kind.DONE,
    -0.6: Feedback.Kind.TOO_HARD,
    -1.0: Feedback.Kind.DISLIKE,
}
BATCH = 2000


def anybody_has_said_anything():
    """Whether there is any feedback at all."""
    return Feedback.objects.exists()


@transaction.atomic
def make(*, at, people=PEOPLE, seed=SEED):
    """Make simulated people who train on the published exercises; return how many.

    The same seed and catalogue give the same people. Raises ``ValueError`` without a catalogue, or
    when simulated people are there already.
    """
    if User.objects.filter(is_simulated=True).exists():
        raise ValueError("There is a simulated community already; remove it first.")
    items = frames.items_frame()
    if items.empty:
        raise ValueError("There are no published exercises to train on.")
    world = worlds.simulate(people, items, seed=seed, days=DAYS)
    users = _users(world, at)
    _answers(world, users)
    _feedback(world, users, at)
    return len(users)


def _users(world, at):
    # Hashing gives no safety to people who cannot sign in; one unusable password serves them all.
    password = make_password(None)
    rows = [
        User(
            email=f"simulated-{n:06d}@simulated.invalid", password=password, is_simulated=True, date_joined=at
        )
        for n in range(1, len(world.preferences) + 1)
    ]
    made = User.objects.bulk_create(rows, batch_size=BATCH)
    return dict(zip(world.preferences.index, made, strict=True))


def _answers(world, users):
    equipment, muscles, joints = (
        {row.slug: row.pk for row in model.objects.all()} for model in (Equipment, Muscle, Joint)
    )
    answers = world.preferences.to_dict("index")
    places = Place.objects.bulk_create(
        [Place(user=users[member], kind=Place.Kind.HOME, name="Home") for member in answers], batch_size=BATCH
    )
    profiles = Profile.objects.bulk_create(
        [
            Profile(
                user=users[member], goal=row["goal"], level=row["level"], minutes=row["minutes"],
                days_per_week=row["days_per_week"], current_place=place,
                answered=["goal", "level", "places", "limits", "time"],
            )
            for (member, row), place in zip(answers.items(), places, strict=True)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    owns, favours = Place.equipment.through, Profile.favoured_muscles.through
    owns.objects.bulk_create(
        [
            owns(place_id=place.pk, equipment_id=equipment[word])
            for row, place in zip(answers.values(), places, strict=True)
            for word in row["equipment"]
        ],
        batch_size=BATCH,
    )
    favours.objects.bulk_create(
        [
            favours(profile_id=profile.pk, muscle_id=muscles[word])
            for row, profile in zip(answers.values(), profiles, strict=True)
            for word in row["favoured"]
        ],
        batch_size=BATCH,
    )
    Limitation.objects.bulk_create(
        [
            Limitation(user=users[member], joint_id=joints[word])
            for member, row in answers.items()
            for word in row["limited"]
        ],
        batch_size=BATCH,
    )


def _feedback(world, users, at):
    table = world.interactions
    rows = zip(
        table[columns.USER].tolist(), table[columns.ITEM].tolist(), table[columns.VALUE].tolist(),
        table[columns.TIME].tolist(), strict=True,
    )  # fmt: skip
    Feedback.objects.bulk_create(
        (
            Feedback(
                uuid=uuid.uuid4(), user=users[member], exercise_id=item, kind=SAYS[round(value, 1)],
                created_at=at - timedelta(days=DAYS - day),
            )
            for member, item, value, day in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip


@transaction.atomic
def remove():
    """Remove every simulated person with all that they said; return how many. Real people stay untouched."""
    gone = User.objects.filter(is_simulated=True)
    count = gone.count()
    Feedback.objects.filter(user__is_simulated=True).delete()
    Impression.objects.filter(user__is_simulated=True).delete()
    gone.delete()
    return count
