"""Today's session on its page: the same until it is changed, by plain forms, never beyond the limits."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise, Joint
from profiles.models import Limitation, Place
from recommender.actions import record_feedback
from recommender.models import TrainingSession
from recommender.sessions import plans
from recommender.sessions.actions import make, mend
from recommender.sessions.trainees import Member
from tests.conftest import PASSWORD, count_queries

HTMX = {"HX-Request": "true"}
TODAY = "/session/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, make_user, catalogue):
    user = make_user(equipment=["dumbbell", "band"], level=4, minutes=30)
    client.force_login(user)
    return user


@pytest.fixture
def row(client, member):
    """The member's session of today, as the first visit makes it."""
    client.get(TODAY)
    return TrainingSession.objects.get()


def plan_of(row):
    row.refresh_from_db()
    return plans.Session.from_dict(row.plan)


def exercises_of(session):
    return [slot.exercise_id for slot in session.slots]


def change(client, row, **data):
    return client.post(reverse("session:change", args=[row.uuid]), data)


def test_the_page_shows_the_sections_with_doses_reasons_and_totals(client, member):
    page = client.get(TODAY).content.decode()

    for title in ("Warm-up", "Main part", "30 min"):
        assert title in page
    session = plan_of(TrainingSession.objects.get())
    assert session.section("main")
    for slot in session.slots:
        assert slot.name in page
        assert slot.why
    assert f"{max(1, round(session.seconds / 60))} of 30 minutes" in page
    assert reverse("recommender:why", args=[session.slots[0].slug]) in page


def test_it_is_the_same_at_each_visit_and_another_one_tomorrow(client, member, row):
    before = plan_of(row)
    record_feedback(
        user=member, exercise=Exercise.objects.get(pk=before.slots[-1].exercise_id), kind="like",
        at=timezone.now(), uuid=uuid.uuid4(),
    )  # fmt: skip

    client.get(TODAY)
    assert plan_of(row) == before
    TrainingSession.objects.update(made_at=timezone.now() - timedelta(days=1, hours=1))
    client.get(TODAY)

    assert TrainingSession.objects.count() == 2


def test_what_is_asked_for_builds_it_again_in_the_same_row(client, member, row):
    response = client.post(reverse("session:build"), {"minutes": 15, "region": "legs"})

    session = plan_of(row)
    assert response.url == TODAY
    assert TrainingSession.objects.count() == 1
    assert (session.minutes, session.region) == (15, "legs")
    assert session.seconds <= 15 * 60


def test_another_place_brings_its_own_equipment(client, member, row, words):
    attic = Place.objects.create(user=member, kind="travel", name="Attic")

    client.post(reverse("session:build"), {"minutes": 30, "place": attic.uuid})

    row.refresh_from_db()
    assert row.place == attic
    used = Exercise.objects.filter(pk__in=exercises_of(plan_of(row)))
    assert not used.filter(equipment__isnull=False).exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("minutes", "4", "greater than or equal to 5"),
        ("minutes", "soon", "whole number"),
        ("region", "tail", "valid choice"),
    ],
)
def test_what_cannot_be_asked_for_is_named_and_changes_nothing(client, row, field, value, said):
    before = plan_of(row)

    response = client.post(reverse("session:build"), {"minutes": 20, field: value})

    assert response.status_code == 400
    assert said in response.content.decode()
    assert plan_of(row) == before


def test_somebody_elses_place_is_no_choice(client, member, row, make_user):
    Place.objects.create(user=member, kind="gym", name="Gym")
    theirs = make_user().places.get()

    response = client.post(reverse("session:build"), {"minutes": 20, "place": theirs.uuid})

    assert response.status_code == 400
    assert theirs.pk != TrainingSession.objects.get().place_id


def test_a_swap_changes_one_exercise_and_sent_again_nothing(client, row):
    before = plan_of(row)
    slot = before.section("main")[0]

    change(client, row, swap=slot.key)
    after = plan_of(row)
    change(client, row, swap=slot.key)

    assert slot.exercise_id not in exercises_of(after)
    kept = {s.exercise_id for s in before.slots if not s.is_preparation} - {slot.exercise_id}
    assert kept <= set(exercises_of(after))
    assert plan_of(row) == after


def test_what_is_locked_stays_in_another_session_and_unlocked_again_it_may_go(client, row):
    slot = plan_of(row).section("main")[-1]

    change(client, row, lock=slot.key)
    for _ in range(3):
        change(client, row, seed=plan_of(row).seed + 1)
    rerolled = plan_of(row)
    change(client, row, unlock=slot.key)

    assert rerolled.seed == 3
    assert rerolled.slot(slot.key).is_locked
    assert not plan_of(row).slot(slot.key).is_locked


def test_another_session_is_another_one_and_asked_for_twice_the_same(client, row):
    first = plan_of(row)

    change(client, row, seed=1)
    second = plan_of(row)
    change(client, row, seed=1)

    assert exercises_of(first) != exercises_of(second)
    assert plan_of(row) == second


def test_what_is_removed_leaves_no_one_in_its_place_and_does_not_come_back(client, row):
    before = plan_of(row)
    slot = before.section("main")[0]

    change(client, row, remove=slot.key)
    after = plan_of(row)
    change(client, row, seed=1)

    assert set(exercises_of(after)) == set(exercises_of(before)) - {slot.exercise_id}
    assert after.seconds < before.seconds
    assert slot.exercise_id not in exercises_of(plan_of(row))


@pytest.mark.parametrize(
    "data", [{}, {"swap": "main:1", "remove": "main:1"}, {"seed": "-1"}, {"lock": "x" * 100}]
)
def test_a_change_that_says_nothing_clear_is_refused(client, row, data):
    before = plan_of(row)

    assert change(client, row, **data).status_code == 400
    assert plan_of(row) == before


def test_a_stored_session_keeps_to_limits_that_came_later(client, member, row, make_exercise):
    session = plan_of(row)
    hurting, strained = session.section("main")[0], None
    record_feedback(
        user=member, exercise=Exercise.objects.get(pk=hurting.exercise_id), kind="hurts",
        at=timezone.now(), uuid=uuid.uuid4(),
    )  # fmt: skip
    for joint in ("knee", "shoulder", "wrist", "lower-back"):
        Limitation.objects.create(user=member, joint=Joint.objects.get(slug=joint), severity="severe")

    page = client.get(TODAY).content.decode()

    strained = Exercise.objects.filter(joint_loads__stress__gt=0).values_list("pk", flat=True)
    left = set(exercises_of(plan_of(row)))
    assert hurting.exercise_id not in left
    assert not left & set(strained)
    assert hurting.name in page.split("No longer in the session")[1]


def test_an_exercise_that_is_retired_leaves_the_session(client, row):
    slot = plan_of(row).section("main")[0]
    Exercise.objects.filter(pk=slot.exercise_id).update(
        status=Exercise.Status.RETIRED, updated_at=timezone.now()
    )

    client.get(TODAY)

    assert slot.exercise_id not in exercises_of(plan_of(row))


def test_what_another_device_has_changed_meanwhile_is_not_written_over(client, member, row):
    seen = TrainingSession.objects.get()
    retired, swapped = plan_of(row).section("main")[:2]
    change(client, row, swap=swapped.key)
    assert swapped.exercise_id not in exercises_of(plan_of(row))
    elsewhere = exercises_of(plan_of(row))
    Exercise.objects.filter(pk=retired.exercise_id).update(
        status=Exercise.Status.RETIRED, updated_at=timezone.now()
    )

    mend(Member(member), seen, at=timezone.now())

    left = exercises_of(plan_of(row))
    assert retired.exercise_id not in left
    assert set(elsewhere) - {retired.exercise_id} <= set(left)


def test_another_language_writes_the_sentences_again_around_the_same_exercises(client, row):
    before = plan_of(row)
    TrainingSession.objects.update(language="xx")

    client.get(TODAY)

    row.refresh_from_db()
    assert row.language == "en"
    assert exercises_of(plan_of(row)) == exercises_of(before)


def test_a_lighter_week_an_alternated_pair_and_the_rule_are_said(client, row):
    plan = row.plan | {"is_light": True, "notes": ["5 hard weeks in a row are behind you."]}
    first, second = [slot for slot in plan["slots"] if slot["section"] == "main"][:2]
    first["superset"] = second["superset"] = 7
    first["rule_text"] = "Last time every set reached 8: now 9."
    TrainingSession.objects.update(plan=plan)

    page = client.get(TODAY).content.decode()

    assert "A lighter week" in page
    assert "5 hard weeks in a row are behind you." in page
    assert "Alternate, set by set" in page
    assert "Last time every set reached 8: now 9." in page


def test_a_plan_of_another_version_is_built_again(client, row):
    TrainingSession.objects.update(plan={"version": 0})

    assert client.get(TODAY).status_code == 200
    assert plan_of(row).slots


def test_when_nothing_fits_the_page_says_which_limits_and_what_relaxing_gives(
    client, make_user, make_exercise
):
    client.force_login(make_user())
    make_exercise(equipment=["barbell"])

    page = client.get(TODAY).content.decode()

    assert "Nothing fits all of that" in page
    assert "more would fit" in page
    assert f"?next={TODAY}" in page


def test_what_fits_later_the_same_day_is_there(client, make_user, make_exercise):
    client.force_login(make_user())
    client.get(TODAY)
    make_exercise(name="Air squat")

    assert "Air squat" in client.get(TODAY).content.decode()


def test_without_a_catalogue_the_page_says_so(client, make_user):
    client.force_login(make_user())

    assert "The catalogue is still empty" in client.get(TODAY).content.decode()


def test_nobody_changes_or_starts_the_session_of_somebody_else(client, member, row, make_user):
    before = plan_of(row)
    client.force_login(make_user(level=4))

    for name in ("change", "start"):
        response = client.post(reverse(f"session:{name}", args=[row.uuid]), {"seed": 5})
        assert response.status_code == 404
    assert plan_of(row) == before


def test_changes_are_posts_only(client, row):
    assert client.get(reverse("session:build")).status_code == 405
    for name in ("change", "start"):
        assert client.get(reverse(f"session:{name}", args=[row.uuid])).status_code == 405


def test_htmx_gets_the_piece_with_what_has_changed(client, row):
    slot = plan_of(row).section("main")[0]
    url = reverse("session:change", args=[row.uuid])

    piece = client.post(url, {"swap": slot.key}, headers=HTMX).content.decode()

    assert "<!doctype html>" not in piece
    assert f"instead of {slot.name}." in piece
    assert piece.count("data-focus") == 1


def test_once_it_is_begun_other_wishes_make_another_session_once(client, member, row):
    client.post(reverse("session:start", args=[row.uuid]))
    before, data = plan_of(row), {"minutes": 10, "uuid": uuid.uuid4()}

    for _ in range(2):
        client.post(reverse("session:build"), data)
        TrainingSession.objects.exclude(pk=row.pk).update(started_at=timezone.now())

    assert plan_of(row) == before
    assert TrainingSession.objects.count() == 2


def test_a_session_that_is_over_is_left_as_it_was(client, row):
    now = timezone.now()
    TrainingSession.objects.update(started_at=now, finished_at=now)
    before = plan_of(row)

    response = change(client, row, seed=4)

    assert "This session is over" in response.content.decode()
    assert plan_of(row) == before


def test_the_page_runs_few_queries_whatever_the_session_holds(client, member, row, make_exercise):
    few = count_queries(client, TODAY)

    for _ in range(5):
        make_exercise()
    client.post(reverse("session:build"), {"minutes": 90})
    client.get(TODAY)

    assert count_queries(client, TODAY) == few
    # The web session, the person, today's row, the places, what the person said, the stamp twice.
    assert few <= 7


class TestGuests:
    def test_a_guest_gets_a_session_and_may_change_it(self, client, catalogue):
        page = client.get(TODAY)
        row, shown = page.context["row"], page.context["shown"]
        slot = shown.session.section("main")[0]

        change(client, row, lock=slot.key)
        change(client, row, seed=1)
        again = client.get(TODAY).context["shown"].session

        assert "Sign up and keep it" in page.content.decode()
        assert again.slot(slot.key).is_locked
        assert again.seed == 1
        assert not TrainingSession.objects.exists()

    def test_a_guests_answers_shape_it(self, client, catalogue):
        client.post(reverse("profiles:question", args=["time"]), {"minutes": 10, "days_per_week": 3})

        assert client.get(TODAY).context["shown"].session.minutes == 10

    def test_it_comes_along_on_signing_up(self, client, catalogue):
        page = client.get(TODAY)
        change(client, page.context["row"], seed=3)

        response = client.post(
            reverse("account_signup"),
            {"email": "new@example.org", "password1": PASSWORD, "next": TODAY},
        )
        session = client.get(TODAY).context["shown"].session

        assert response.url == TODAY
        assert session.seed == 3
        assert TrainingSession.objects.get().uuid == page.context["row"].uuid

    def test_it_does_not_replace_the_one_that_a_member_has(self, client, make_user, catalogue):
        user = make_user(level=4)
        kept, _new = make(Member(user), at=timezone.now(), minutes=20)
        client.get(TODAY)

        client.force_login(user)
        client.get(TODAY)

        assert TrainingSession.objects.get() == kept

    def test_starting_leads_to_signing_up(self, client, catalogue):
        row = client.get(TODAY).context["row"]

        response = client.post(reverse("session:start", args=[row.uuid]))

        assert response.url == f"{reverse('account_signup')}?next={TODAY}"

    def test_a_guests_session_that_no_longer_reads_is_made_anew(self, client, catalogue):
        client.get(TODAY)
        session = client.session
        session["guest_training_session"] = {"uuid": "no"}
        session.save()

        assert client.get(TODAY).status_code == 200
