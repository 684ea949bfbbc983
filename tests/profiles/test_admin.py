"""Admin tells people from the simulated community, and its lists cost the same however long they are."""

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import User
from tests.conftest import PASSWORD, count_queries
from workouts.actions import log_sets
from workouts.entries import SetEntry

LISTS = [
    "profiles_user", "profiles_profile", "profiles_place", "profiles_limitation", "workouts_workout",
    "workouts_workoutset",
]  # fmt: skip


@pytest.fixture
def admin(client, words):
    user = User.objects.create_superuser("admin@example.org", PASSWORD)
    client.force_login(user)
    return user


@pytest.fixture
def make_busy_member(make_user, make_exercise):
    def make(**more):
        user = make_user(equipment=["band"], limitations={"knee": "mild"}, **more)
        sets = [SetEntry(repetitions=8), SetEntry(repetitions=7)]
        log_sets(
            user=user, exercise=make_exercise(), sets=sets, at=timezone.now(),
            place=user.profile.current_place,
        )  # fmt: skip
        return user

    return make


@pytest.mark.parametrize("name", LISTS)
def test_a_list_does_not_run_more_queries_for_more_rows(client, admin, make_busy_member, name):
    url = reverse(f"admin:{name}_changelist")
    make_busy_member()
    client.get(url)
    few = count_queries(client, url)

    for _ in range(5):
        make_busy_member()

    assert count_queries(client, url) == few <= 12


def test_people_and_simulated_ones_are_labelled_and_can_be_told_apart(client, admin, make_user):
    make_user("real@example.org")
    make_user("made-up@simulated.invalid", simulated=True)
    url = reverse("admin:profiles_user_changelist")

    everybody = client.get(url).content.decode()
    simulated = client.get(url, {"is_simulated__exact": 1}).content.decode()

    assert ">Simulated</td>" in everybody
    assert ">Person</td>" in everybody
    assert "made-up@simulated.invalid" in simulated
    assert "real@example.org" not in simulated


@pytest.mark.parametrize(
    "name", ["profiles_profile", "profiles_place", "profiles_limitation", "workouts_workout"]
)
def test_other_lists_can_be_narrowed_to_a_population(client, admin, make_busy_member, name):
    make_busy_member(email="real@example.org")
    make_busy_member(email="made-up@simulated.invalid", simulated=True)
    url = reverse(f"admin:{name}_changelist")

    people = client.get(url, {"population": "real"}).content.decode()
    simulated = client.get(url, {"population": "simulated"}).content.decode()

    assert "real@example.org" in people
    assert "made-up" not in people
    assert "made-up@simulated.invalid" in simulated
    assert "real@example.org" not in simulated


def test_a_member_is_made_by_address_and_can_sign_in(client, admin):
    sent = {
        "email": "New@Example.org",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    client.post(reverse("admin:profiles_user_add"), sent)

    user = User.objects.get(email="new@example.org")
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("name", LISTS)
def test_every_row_opens(client, admin, make_busy_member, name):
    user = make_busy_member()
    row = {
        "profiles_user": user, "profiles_profile": user.profile, "profiles_place": user.places.get(),
        "profiles_limitation": user.limitations.get(), "workouts_workout": user.workouts.get(),
        "workouts_workoutset": user.workouts.get().sets.first(),
    }[name]  # fmt: skip

    assert client.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200


def test_a_log_is_not_written_in_admin(client, admin, make_busy_member):
    row = make_busy_member().workouts.get().sets.first()

    assert client.get(reverse("admin:workouts_workoutset_add")).status_code == 403
    client.post(reverse("admin:workouts_workoutset_change", args=[row.pk]), {"repetitions": 99})

    row.refresh_from_db()
    assert row.repetitions == 8


def test_a_person_can_be_deleted_with_their_log(client, admin, make_busy_member):
    user = make_busy_member()

    client.post(reverse("admin:profiles_user_delete", args=[user.pk]), {"post": "yes"})

    assert not User.objects.filter(pk=user.pk).exists()


def test_a_member_has_no_business_there(client, make_user):
    client.force_login(make_user())

    assert client.get(reverse("admin:profiles_user_changelist")).status_code in (302, 403)
