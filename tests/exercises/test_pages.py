"""The catalogue's pages work without JavaScript, without signing in and in a fixed number of queries."""

import pytest
from django.urls import reverse

from tests.conftest import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("exercises:list")


def test_the_list_shows_published_exercises_with_their_facts(client, make_exercise, url):
    make_exercise("Goblet squat", equipment=["dumbbell"], level=2)
    make_exercise("Secret draft", status="draft")

    page = client.get(url).content.decode()

    assert "Goblet squat" in page
    assert "Dumbbells" in page
    assert "Level: Regular" in page
    assert "Secret draft" not in page


def test_list_does_not_run_more_queries_for_more_exercises(client, make_exercise, url):
    make_exercise("One", equipment=["band"])
    few = count_queries(client, url)

    for number in range(30):
        make_exercise(f"More {number}", equipment=["band", "bench"], muscles={"chest": 0.6, "triceps": 0.4})

    assert count_queries(client, url) == few <= 6


def test_a_filtered_search_does_not_run_more_queries_for_more_exercises(client, make_exercise, url):
    address = url + "?q=squat&equipment=band&equipment=none&joint=knee&muscle=quadriceps&level=3"
    make_exercise("Squat")
    count_queries(client, address)
    few = count_queries(client, address)

    for number in range(30):
        make_exercise(f"Squat {number}", equipment=["band"])
    count_queries(client, address)

    assert count_queries(client, address) == few


def test_filters_work_by_plain_get_and_can_be_taken_off_one_by_one(client, make_exercise, url):
    make_exercise("Band squat", equipment=["band"])
    make_exercise("Barbell squat", equipment=["barbell"])

    page = client.get(url + "?equipment=band&equipment=dumbbell&level=4").content.decode()

    assert "Band squat" in page
    assert "Barbell squat" not in page
    assert f'href="{url}?equipment=dumbbell&amp;level=4"' in page
    assert f'href="{url}?equipment=band&amp;equipment=dumbbell"' in page
    assert "1 of 2 exercises" in page


def test_pages_hold_24_and_keep_the_filters(client, make_exercise, url):
    for number in range(25):
        make_exercise(f"Squat {number:02}")

    first = client.get(url + "?level=2").content.decode()
    second = client.get(url + "?level=2&page=2").content.decode()

    assert first.count("<article") == 24
    assert "?level=2&amp;page=2" in first
    assert second.count("<article") == 1


@pytest.mark.parametrize("page", ["0", "-1", "999", "x"])
def test_a_page_that_does_not_exist_shows_one_that_does(client, make_exercise, url, page):
    make_exercise("Squat")

    assert "Squat" in client.get(url, {"page": page}).content.decode()


def test_a_filter_that_is_not_known_is_named_and_nothing_is_shown(client, make_exercise, url):
    make_exercise("Squat")

    page = client.get(url + "?equipment=hammer").content.decode()

    assert "hammer is not one of the available choices" in page
    assert "<article" not in page


def test_nothing_found_says_what_to_do(client, make_exercise, url):
    make_exercise("Squat")

    assert "Show all exercises" in client.get(url + "?q=zzzqqq").content.decode()


def test_htmx_gets_the_results_alone_and_a_clean_address(client, make_exercise, url):
    make_exercise("Squat")

    response = client.get(url + "?q=squat&level=&sort=", headers={"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith('<section id="results"')
    assert response["HX-Push-Url"] == url + "?q=squat"


def test_an_exercise_page_says_everything(client, make_exercise):
    easier = make_exercise("Sit to stand")
    exercise = make_exercise(
        "Goblet squat", equipment=["dumbbell"], joints={"knee": 2}, group="squat", easier=easier,
        muscles={"quadriceps": 0.7, "glutes": 0.3}, breathing="Breathe in on the way down.",
        mistakes=["Knees fall in: push them out."], suitability={"pregnancy": "care"},
    )  # fmt: skip
    make_exercise("Front squat", group="squat")
    exercise.alternatives.add(make_exercise("Leg press"))

    page = client.get(exercise.get_absolute_url()).content.decode()

    for words in (
        "Goblet squat", "Stand tall.", "Breathe in on the way down.", "Knees fall in", "Sit to stand",
        "Leg press", "Front squat", "Dumbbells", "medium", "With care", "Apache-2.0", "70 %",
    ):  # fmt: skip
        assert words in page, words


def test_an_exercise_page_runs_a_fixed_number_of_queries(client, make_exercise):
    exercise = make_exercise("Squat", group="squat")
    few = count_queries(client, exercise.get_absolute_url())

    for number in range(10):
        make_exercise(f"Squat {number}", group="squat")
        exercise.alternatives.add(make_exercise(f"Other {number}"))

    assert count_queries(client, exercise.get_absolute_url()) == few <= 7


def test_a_member_is_offered_advice_and_the_log(client, make_exercise, make_user):
    exercise = make_exercise("Squat")
    client.force_login(make_user())

    page = client.get(exercise.get_absolute_url()).content.decode()

    assert f'hx-get="{reverse("recommender:advice", args=[exercise.slug])}"' in page
    assert reverse("workouts:log", args=[exercise.slug]) in page


def test_a_draft_is_not_there_for_members_and_is_for_curators(client, make_exercise, make_user):
    exercise = make_exercise("Squat", status="draft")
    client.force_login(make_user())
    assert client.get(exercise.get_absolute_url()).status_code == 404

    curator = make_user()
    curator.is_staff = True
    curator.save(update_fields=["is_staff"])
    client.force_login(curator)

    assert "it is a draft" in client.get(exercise.get_absolute_url()).content.decode()


def test_a_retired_exercise_names_its_replacement(client, make_exercise):
    better = make_exercise("Glute bridge")
    exercise = make_exercise("Old bridge", status="retired", replacement=better)

    response = client.get(exercise.get_absolute_url())

    assert response.status_code == 410
    assert better.get_absolute_url() in response.content.decode()


def test_what_is_written_of_an_exercise_is_text_not_markup(client, make_exercise):
    exercise = make_exercise("<script>x</script>", steps=["<img src=x onerror=alert(1)>"], slug="odd")

    page = client.get(exercise.get_absolute_url()).content.decode()

    assert "<script>x" not in page
    assert "<img src=x" not in page
