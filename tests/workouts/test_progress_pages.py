"""Progress as pages: one's own only, in few queries, with a table behind each chart."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exercises.models import Exercise
from tests.conftest import count_queries
from workouts.actions import log_sets, void_sets
from workouts.entries import SetEntry

OVERVIEW = "/progress/"
DAY = timedelta(days=1)


def text(response):
    return response.content.decode()


def url(exercise):
    return f"/progress/{exercise.slug}/"


def log(user, exercise, *sets, back=0):
    return log_sets(user=user, exercise=exercise, sets=sets, at=timezone.now() - back * DAY)


def lift(kilograms, repetitions=5):
    return SetEntry(repetitions=repetitions, weight_kg=Decimal(kilograms))


@pytest.fixture
def member(client, make_user):
    user = make_user(goal="muscle", minutes=90, days_per_week=4)
    client.force_login(user)
    return user


@pytest.fixture
def press(make_exercise):
    return make_exercise(
        "Bench press", equipment=["barbell"], muscles={"chest": Decimal("0.7"), "triceps": Decimal("0.3")}
    )


@pytest.mark.parametrize("path", [OVERVIEW, "/progress/bench-press/"])
def test_a_guest_is_asked_to_sign_in(client, db, path):
    assert client.get(path).url.startswith("/accounts/login/")


def test_with_nothing_logged_it_says_what_to_do(client, member, press):
    assert "Nothing to show yet" in text(client.get(OVERVIEW))
    page = text(client.get(url(press)))
    assert "Not logged yet" in page
    assert f"/history/log/{press.slug}/" in page
    assert '<svg class="plot"' not in page


def test_this_week_stands_against_the_target(client, member, press, monkeypatch):
    wednesday = datetime(2026, 5, 6, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: wednesday)
    log(member, press, *(lift(60) for _ in range(12)))
    log(member, press, lift(60), back=3)  # Sunday: the week before.

    overview = client.get(OVERVIEW).context["overview"]

    rows = {row.name: row for row in overview.muscles}
    assert (rows["Chest"].sets, rows["Chest"].target, rows["Chest"].is_reached) == (12, 10, True)
    assert (rows["Triceps"].sets, rows["Triceps"].is_reached) == (6, False)
    assert rows["Glutes"].sets == 0
    assert overview.heat == {"chest": 4, "triceps": 3}
    assert overview.streak.weeks == 2
    assert [mark.value for mark in overview.plot.marks][-2:] == [1, 1]


def test_the_week_begins_as_the_reader_is_used_to(client, member, press, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 6, 18, tzinfo=UTC))
    log(member, press, lift(60), back=3)  # Sunday.

    reached = {
        start: dict(client.get(OVERVIEW).context["overview"].heat)
        for start in ("monday", "sunday")
        if type(member.profile).objects.filter(user=member).update(week_start=start)
    }

    assert reached == {"monday": {}, "sunday": {"chest": 1, "triceps": 1}}


def test_favoured_muscles_get_half_as_much_again(client, make_user, press):
    user = make_user(goal="muscle", minutes=90, days_per_week=4, favoured=["chest", "neck"])
    client.force_login(user)
    log(user, press, lift(60))

    rows = {row.name: row.target for row in client.get(OVERVIEW).context["overview"].muscles}

    assert (rows["Chest"], rows["Neck"], rows["Lats"]) == (15, 15, 10)


def test_stretching_is_no_set_of_a_muscle_and_still_a_workout(client, member, make_exercise):
    stretch = make_exercise("Stretch", type="stretching", measure="seconds", muscles={"hamstrings": 1})
    log(member, stretch, SetEntry(seconds=40))

    overview = client.get(OVERVIEW).context["overview"]

    assert overview.heat == {}
    assert overview.streak.weeks == 1


def test_muscles_that_just_worked_recover_and_others_are_fresh(client, member, press):
    log(member, press, *(lift(60) for _ in range(8)))

    overview = client.get(OVERVIEW).context["overview"]

    assert [row.name for row in overview.tired] == ["Chest", "Triceps"]
    assert overview.tiredness["chest"] > overview.tiredness["triceps"] > 0
    assert "fresh in about" not in text(client.get(OVERVIEW)).lower() or overview.tired[0].days_left >= 1


def test_records_lately_name_what_was_beaten(client, member, press):
    log(member, press, lift(60), back=60)
    log(member, press, lift("62.5"), back=50)  # A record, but not lately.
    log(member, press, lift(65), back=3)
    log(member, press, lift(50), back=1)

    (news,) = client.get(OVERVIEW).context["overview"].news

    assert news.exercise == press
    assert [(record.kind, record.before_text, record.text) for record in news.records] == [
        ("heaviest", "62.5 kg", "65 kg"),
        ("one_rep_max", "72.9 kg", "75.8 kg"),
    ]


def test_what_another_member_lifts_beats_nothing_here(client, member, press, make_user):
    other = make_user()
    log(other, press, lift(200), back=30)
    log(member, press, lift(60), back=9)
    log(member, press, lift(65), back=2)

    (news,) = client.get(OVERVIEW).context["overview"].news

    assert [record.before for record in news.records] == [60, 70]


def test_a_workout_whose_sets_were_all_taken_out_keeps_no_streak(client, member, press):
    log(member, press, lift(60), back=14)
    logged = log(member, press, lift(60), back=7)
    log(member, press, lift(60))
    void_sets(user=member, uuids=[row.uuid for row in logged.sets], at=timezone.now())

    streak = client.get(OVERVIEW).context["overview"].streak

    assert (streak.weeks, streak.longest) == (1, 1)


def test_a_voided_set_is_no_record_and_no_workout(client, member, press):
    log(member, press, lift(60), back=3)
    row = log(member, press, lift(100)).sets[0]
    void_sets(user=member, uuids=[row.uuid], at=timezone.now())

    overview = client.get(OVERVIEW).context["overview"]

    assert overview.news == []
    assert overview.exercises[0].workouts == 1


def test_an_exercise_shows_its_line_with_a_table_behind(client, member, press):
    for back, weight in ((30, 60), (20, 65), (10, 70)):
        log(member, press, lift(weight), lift(weight, 6), back=back)

    page = client.get(url(press))

    strength, volume = page.context["progress"].plots
    assert [round(mark.value, 1) for mark in strength.marks] == [72, 78, 84]
    assert [mark.value for mark in volume.marks] == [660, 715, 770]
    words = text(page)
    for plot in (strength, volume):
        assert f'<title id="plot-{plot.key}-title">' in words
        assert f'<desc id="plot-{plot.key}-text">' in words
    assert words.count("<table") == 3
    assert "Epley (1985)" in words
    assert "style=" not in words


def test_the_next_step_stands_with_its_rule(client, member, press):
    log(member, press, *(lift(60, 12) for _ in range(3)), back=2)

    page = client.get(url(press))

    assert page.context["progress"].step.rule == "load"
    assert "3 × 8 × 62.5 kg" in text(page)
    assert "Double progression" in text(page)


@pytest.mark.parametrize(
    ("entries", "title"),
    [
        ([SetEntry(repetitions=10), SetEntry(repetitions=12)], "Most repetitions in one set"),
        ([SetEntry(seconds=40), SetEntry(seconds=45)], "Longest set"),
        (
            [SetEntry(seconds=900, distance_m=3000), SetEntry(seconds=900, distance_m=3100)],
            "Longest distance",
        ),
        ([lift(20, 20), lift(22, 20)], "Heaviest weight"),
    ],
)
def test_without_a_maximum_it_shows_what_was_counted(client, member, press, entries, title):
    for back, entry in enumerate(entries):
        log(member, press, entry, back=3 * back)

    page = client.get(url(press))

    assert page.context["progress"].plots[0].title == title
    assert "Epley" not in text(page)


def test_who_reads_pounds_sees_pounds_everywhere(client, member, press):
    for back in (10, 5):
        log(member, press, lift(60, 1), back=back)
    type(member.profile).objects.filter(user=member).update(units="lb")

    page = client.get(url(press))

    strength, volume = page.context["progress"].plots
    assert (strength.unit, volume.unit) == ("lb", "lb")
    assert [mark.value for mark in strength.marks] == [132.3, 132.3]
    words = text(page).split("<main")[1].split("</main")[0]
    assert " kg" not in words
    assert words.count('<strong class="numbers">132.3 lb') == 2


def test_the_span_moves_charts_and_not_records(client, member, press):
    log(member, press, lift(100), back=500)
    log(member, press, lift(60), back=100)
    log(member, press, lift(65), back=10)
    log(member, press, lift(66), back=5)

    counts = {
        span: len(client.get(url(press) + f"?span={span}").context["progress"].points)
        for span in ("quarter", "year", "all", "nonsense")
    }

    assert counts == {"quarter": 2, "year": 3, "all": 4, "nonsense": 3}
    assert client.get(url(press)).context["progress"].bests[0].value == 100


def test_an_exercise_that_is_not_there_is_not_found(client, member, make_exercise):
    draft = make_exercise("Draft", status=Exercise.Status.DRAFT)

    assert client.get(url(draft)).status_code == 404
    assert client.get("/progress/nothing-of-the-kind/").status_code == 404


def test_a_retired_exercise_keeps_its_progress_for_who_did_it(client, member, press, make_user):
    log(member, press, lift(60))
    press.status = Exercise.Status.RETIRED
    press.save()

    page = client.get(url(press))

    assert page.status_code == 200
    assert f"/history/log/{press.slug}/" not in text(page)
    client.force_login(make_user())
    assert client.get(url(press)).status_code == 404


def test_a_stranger_sees_nothing_of_it(client, member, press, make_user):
    log(member, press, lift(61), back=3)
    log(member, press, lift(62))
    client.force_login(make_user())

    assert client.get(OVERVIEW).context["overview"].exercises == []
    assert client.get(url(press)).context["progress"].has_history is False


def test_more_of_everything_takes_no_more_queries(client, member, press, make_exercise):
    log(member, press, lift(60), back=3)
    few = count_queries(client, OVERVIEW), count_queries(client, url(press))

    for number in range(4):
        other = make_exercise(muscles={"glutes": Decimal("0.6"), "lats": Decimal("0.4")})
        for back in range(0, 40, 3):
            log(member, other, lift(60 + number), back=back)
            log(member, press, lift(61 + number), lift(60), back=back)
    many = count_queries(client, OVERVIEW), count_queries(client, url(press))

    assert many == few
    assert max(many) <= 15


@pytest.mark.parametrize("path", [OVERVIEW, "/history/"])
def test_history_and_progress_lead_to_each_other(client, member, path):
    page = text(client.get(path))

    assert 'href="/history/"' in page
    assert 'href="/progress/"' in page


def test_only_reading_is_possible(client, member):
    assert client.post(OVERVIEW).status_code == 405
