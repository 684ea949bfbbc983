"""Today's session in a browser: built, changed and trained, with script, without, and without a network."""

import re

import pytest

from recommender.models import TrainingSession
from recommender.sessions import plans, playing
from tests.conftest import PASSWORD
from tests.journeys.conftest import assert_accessible, assert_no_sideways_scroll
from workouts.models import WorkoutSet

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [("phone", True), ("phone", False), ("desktop", True), ("desktop", False)]
DONE = ".player-done:visible"


@pytest.fixture
def member(catalogue, make_user):
    answers = {"level": 4, "minutes": 20, "goal": "strength", "units": "kg"}
    return make_user("ada@example.org", equipment=["dumbbell", "band"], **answers)


@pytest.fixture
def at_home(open_page, member):
    """Open today's session of the member's."""

    def open_(*args, **kwargs):
        # Without a service worker a test sees every request of the page.
        page = open_page(*args, **{"workers": "block"} | kwargs)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(member.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/for-you/**")
        page.get_by_role("link", name="Today’s session").click()
        page.wait_for_url("**/session/")
        return page

    return open_


def session():
    return plans.Session.from_dict(TrainingSession.objects.get().plan)


def states():
    row = TrainingSession.objects.get()
    return [one.state for one in playing.sets_of(plans.Session.from_dict(row.plan), row.progress)]


def press(page, button):
    """Press a button that changes the session, and wait for what comes of it."""
    with page.expect_response(re.compile("/(change|build)/")):
        button.click()
    page.wait_for_load_state("networkidle")


def start(page):
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/play/")


def go_on(page, button):
    """Press a button that leads to another set, and wait for that."""
    now = page.locator("[data-turn]:visible").get_attribute("data-turn")
    button.click()
    page.locator(f'[data-turn="{now}"]').wait_for(state="hidden")
    # Without script another page is on its way: it shows another set, or the end.
    page.locator("[data-turn]:visible, [data-player-end]:visible").first.wait_for()
    page.wait_for_load_state("domcontentloaded")


def do(page):
    """Do the set that is on, and wait until the server has it."""
    with page.expect_response("**/sets/"):
        go_on(page, page.locator(DONE))


def do_until_logged(page, sets=1):
    """Press Done until so many sets of the main part are in the log."""
    while WorkoutSet.objects.count() < sets:
        do(page)


def in_sight(page, role, name):
    """A control of the set that is on."""
    return page.get_by_role(role, name=name, exact=isinstance(name, str)).locator("visible=true")


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_session_is_locked_swapped_and_built_again(at_home, size, javascript):
    page = at_home(size, javascript=javascript)
    first, *_others, last = session().section("main")

    press(page, page.get_by_role("button", name=f"Lock {last.name}", exact=True).last)
    press(page, page.get_by_role("button", name=f"Swap {first.name}", exact=True).last)
    swapped = session()
    press(page, page.get_by_role("button", name="Another session"))

    assert first.exercise_id not in {slot.exercise_id for slot in swapped.slots}
    assert session().slot(last.key).is_locked
    assert session().seed == 1
    for slot in session().slots:
        assert page.get_by_role("link", name=slot.name, exact=True).first.is_visible()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_other_wishes_build_another_session(at_home, javascript):
    page = at_home(javascript=javascript)

    if javascript:
        with page.expect_response("**/build/"):
            page.get_by_label("Muscles").select_option("legs")
        page.wait_for_load_state("networkidle")
    else:
        page.get_by_label("Muscles").select_option("legs")
        press(page, page.get_by_role("button", name="Build it"))

    assert session().region == "legs"
    assert page.get_by_label("Muscles").input_value() == "legs"


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_a_session_is_trained_to_its_end(at_home, size, javascript):
    page = at_home(size, javascript=javascript)
    start(page)

    do_until_logged(page)
    go_on(page, in_sight(page, "button", "Skip"))
    go_on(page, in_sight(page, "link", "Back"))
    in_sight(page, "button", re.compile("(Repetitions|Seconds|Minutes): more")).click()
    while page.locator(DONE).count():
        do(page)
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"/session/[0-9a-f-]{36}/$"))

    row = TrainingSession.objects.get()
    main = sum(slot.sets for slot in session().section("main"))
    assert page.get_by_role("heading", name="What you did").is_visible()
    assert row.finished_at is not None
    assert row.progress["skipped"] == []
    assert WorkoutSet.objects.standing().filter(workout=row.workout).count() == main
    assert_no_sideways_scroll(page)


def test_the_load_is_set_by_one_tap_and_carried_to_the_next_set(at_home):
    page = at_home()
    start(page)
    while not page.get_by_label("Weight, kg").locator("visible=true").count():
        do(page)
    name = page.locator("h1:visible").inner_text()
    before = WorkoutSet.objects.count()

    for _ in range(3):
        in_sight(page, "button", "Weight, kg: more").click()
    weight = page.get_by_label("Weight, kg").locator("visible=true").input_value()
    do_until_logged(page, before + 1)

    assert float(weight) > 0
    assert float(WorkoutSet.objects.latest("pk").weight_kg) == float(weight)
    station = page.locator("[data-station]", has=page.get_by_role("heading", name=name, include_hidden=True))
    carried = station.locator('[data-state="open"] input[name=weight]').evaluate_all(
        "all => all.map(f => f.value)"
    )
    assert set(carried) <= {weight}


def test_without_a_network_the_session_goes_on_and_is_sent_later(at_home):
    page = at_home(goes_offline=True)
    start(page)
    do_until_logged(page)
    page.context.set_offline(True)
    through = int(page.locator("[data-player-through]").inner_text())

    for _ in range(2):
        go_on(page, page.locator(DONE))
        through += 1
    assert page.locator("[data-player-through]").inner_text() == str(through)
    assert states().count("done") == through - 2
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_function(
        "fetch(location.href).then(answer => answer.text())"
        f'.then(page => (page.match(/data-state="done"/g) ?? []).length === {through})'
    )

    assert states().count("done") == through


def test_with_a_service_worker_the_end_leads_to_the_summary_as_well(at_home):
    page = at_home(workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    start(page)
    go_on(page, page.locator(DONE))

    in_sight(page, "button", "End").click()
    page.wait_for_url(re.compile(r"/session/[0-9a-f-]{36}/$"))

    assert TrainingSession.objects.get().finished_at is not None
    assert states().count("done") == 1


def test_a_rest_counts_down_and_goes_on_after_a_reload(at_home):
    page = at_home()
    start(page)
    while page.locator('[data-clock][data-mode="rest"]').count() == 0:
        do(page)

    page.reload()
    going_on = page.locator('[data-clock][data-mode="rest"]')
    going_on.wait_for()
    page.get_by_role("button", name="Skip the rest").click()

    assert page.locator('[data-clock][data-mode="rest"]').count() == 0


def test_sound_is_off_until_it_is_switched_on_and_stays_on(at_home):
    page = at_home()
    start(page)
    button = page.get_by_role("button", name="Sound and vibration")

    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    page.reload()

    assert button.get_attribute("aria-pressed") == "true"


def test_a_guest_gets_a_session_and_takes_it_along(open_page, catalogue):
    page = open_page()
    page.goto("/session/")
    name = page.locator(".line h3 a").first.inner_text()

    page.get_by_role("link", name="Sign up and keep it").click()
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("new@example.org")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    page.wait_for_url("**/session/")

    assert page.locator(".line h3 a").first.inner_text() == name
    assert TrainingSession.objects.get().user.email == "new@example.org"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_session_player_and_summary_are_accessible(at_home, size, dark):
    page = at_home(size, dark=dark)
    page.locator(".line details summary").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    start(page)
    do_until_logged(page, 2)
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    in_sight(page, "button", "End").click()
    page.wait_for_url(re.compile(r"/session/[0-9a-f-]{36}/$"))
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_the_player_does_not_move_what_is_there_while_it_loads_and_rests(at_home):
    page = at_home()
    start(page)
    page.evaluate(
        """window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => {
            if (!entry.hadRecentInput) window.shifted += entry.value;
        })).observe({type: 'layout-shift', buffered: true});"""
    )
    page.wait_for_load_state("networkidle")

    assert page.evaluate("new Promise(done => requestAnimationFrame(() => done(window.shifted)))") < 0.01
