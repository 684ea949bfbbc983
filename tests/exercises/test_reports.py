"""A member reports a mistake; curators decide; nobody learns who it was."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from exercises import actions, merging
from exercises.models import Report
from tests.conftest import count_queries

pytestmark = pytest.mark.django_db

LIST = "admin:exercises_report_changelist"


@pytest.fixture
def exercise(make_exercise):
    return make_exercise("Goblet squat")


@pytest.fixture
def form_of(exercise):
    return reverse("exercises:report", args=[exercise.slug])


def said(**changes):
    return {"kind": "muscles", "text": "It trains the glutes too.", "uuid": str(uuid4())} | changes


def a_report(exercise, user=None, **fields):
    return Report.objects.create(
        **{"exercise": exercise, "user": user, "kind": "words", "created_at": timezone.now()} | fields
    )


def sign_in(client, django_user_model, role):
    person = django_user_model.objects.create(email=f"{role}@example.org", is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    return person


def test_a_member_reports_from_the_exercises_page_and_is_thanked(client, make_user, exercise, form_of):
    member = make_user()
    client.force_login(member)

    assert form_of in client.get(exercise.get_absolute_url()).content.decode()
    page = client.get(form_of).content.decode()
    thanks = client.post(form_of, said(), follow=True)

    assert "Wrong muscles" in page
    assert thanks.redirect_chain == [(exercise.get_absolute_url(), 302)]
    assert "Thank you." in thanks.content.decode()
    report = Report.objects.get()
    assert (report.exercise, report.user, report.kind) == (exercise, member, "muscles")
    assert (report.text, report.decision) == ("It trains the glutes too.", "open")


def test_sending_twice_writes_once(client, make_user, form_of):
    client.force_login(make_user())
    data = said()

    client.post(form_of, data)
    again = client.post(form_of, data)

    assert again.status_code == 302
    assert Report.objects.count() == 1


def test_a_guest_is_asked_to_sign_in_and_a_stranger_cannot_take_a_report_over(client, make_user, form_of):
    data = said()
    guest = client.post(form_of, data)
    client.force_login(make_user())
    client.post(form_of, data)
    client.force_login(make_user())

    stranger = client.post(form_of, data)

    assert guest.url.startswith(reverse("account_login"))
    assert stranger.status_code == 422
    assert "was sent before" in stranger.content.decode()
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"kind": ""}, "Choose what is wrong."), ({"kind": "rude"}, "rude is not one of"),
     ({"kind": "other", "text": " "}, "Say what is wrong."),
     ({"kind": "double", "text": ""}, "Say which exercise"), ({"text": "x" * 1001}, "at most 1000"),
     ({"text": "a\0b"}, "Null characters")],
)  # fmt: skip
def test_what_is_not_right_is_named_and_nothing_is_written(client, make_user, form_of, changes, error):
    client.force_login(make_user())

    response = client.post(form_of, said(**changes))

    assert response.status_code == 422
    assert error in response.content.decode()
    assert not Report.objects.exists()


def test_twenty_reports_a_day_are_the_most(client, make_user, exercise, form_of):
    member = make_user()
    for _ in range(actions.MOST_REPORTS):
        a_report(exercise, member)
    client.force_login(member)

    refused = client.post(form_of, said())
    Report.objects.update(created_at=timezone.now() - timedelta(days=2))
    later = client.post(form_of, said())

    assert "You have sent 20 reports today." in refused.content.decode()
    assert later.status_code == 302


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_nothing_is_reported_of_what_members_do_not_see(client, make_user, make_exercise, status):
    exercise = make_exercise("Old", status=status)
    client.force_login(make_user())

    assert client.get(reverse("exercises:report", args=[exercise.slug])).status_code == 404


@pytest.mark.parametrize(("role", "may"), [("curator", False), ("reviewer", True), ("publisher", False)])
def test_reviewers_decide(client, django_user_model, make_user, exercise, role, may):
    one, two = a_report(exercise, make_user(), text="First words."), a_report(exercise, make_user())
    person = sign_in(client, django_user_model, role)
    address = reverse("admin:exercises_report_change", args=[one.pk])

    page = client.get(address).content.decode()
    response = client.post(address, {"_fixed": "yes"})
    listed = client.get(reverse(LIST)).content.decode()
    client.post(reverse(LIST), {"action": "declined", "_selected_action": [two.pk]})

    assert "First words." in page
    assert ("Not a fault" in page) is ('value="declined"' in listed) is may
    assert response.status_code == (302 if may else 403)
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.decision, two.decision) == (("fixed", "declined") if may else ("open", "open"))
    assert one.decided_by == (person if may else None)


def test_who_reported_is_not_shown(client, django_user_model, make_user, exercise):
    report = a_report(exercise, make_user("shy@example.org"))
    sign_in(client, django_user_model, "reviewer")

    for address in (reverse(LIST), reverse("admin:exercises_report_change", args=[report.pk])):
        assert "shy@example.org" not in client.get(address).content.decode()


def test_a_decided_report_is_not_decided_again(exercise, make_user):
    report = a_report(exercise, make_user())
    at = timezone.now()
    actions.decide_reports(reports=[report], decision="fixed", at=at)

    assert actions.decide_reports(reports=[report], decision="declined", at=at) == 0
    report.refresh_from_db()
    assert report.decision == "fixed"


def test_reports_follow_a_merge(exercise, make_exercise, make_user):
    double = make_exercise("Cup squat")
    report = a_report(double, make_user())

    merging.merge_exercises(keep=exercise, double=double, at=timezone.now())

    report.refresh_from_db()
    assert report.exercise == exercise


def test_a_member_who_leaves_takes_the_name_along_and_leaves_the_report(exercise, make_user):
    member = make_user()
    report = a_report(exercise, member)

    member.delete()

    report.refresh_from_db()
    assert report.user is None


def test_the_queue_does_not_run_more_queries_for_more_reports(
    client, django_user_model, exercise, make_exercise, make_user
):
    sign_in(client, django_user_model, "reviewer")
    report = a_report(exercise, make_user())
    addresses = [reverse(LIST), reverse("admin:exercises_report_change", args=[report.pk])]
    for address in addresses:
        client.get(address)
    a_report(exercise)
    few = [count_queries(client, address) for address in addresses]
    for number in range(30):
        a_report(make_exercise(f"Move {number}"))
        a_report(exercise, text=f"Word {number}")

    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 16


def test_the_start_page_counts_what_waits(client, django_user_model, exercise):
    a_report(exercise)
    sign_in(client, django_user_model, "reviewer")

    page = client.get(reverse("admin:index")).content.decode()

    assert "Reports by members" in page
    assert f"{reverse(LIST)}?decision__exact=open" in page
