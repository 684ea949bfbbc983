"""What is shown of a sum adds up to the total that is shown, whatever was gathered."""

import math
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from recommender import frames, sums
from recommender.serving import Line

values = st.lists(st.floats(-2, 2), max_size=120)


def why(*lines):
    return SimpleNamespace(lines=list(lines), answers=frames.Answers(goal="strength"))


def history(number, value):
    return Line("history", f"exercise-{number}", f"liked Exercise {number}", value)


@given(values, st.integers(0, 4))
def test_rounded_values_add_up_to_the_rounded_sum(numbers, decimals):
    shown = sums.rounded(numbers, decimals)

    unit = 10**-decimals
    assert math.isclose(sum(shown), round(sum(numbers), decimals), abs_tol=unit / 100 + unit * 1e-6) or (
        # A sum that lies exactly between two may be rounded to either by the two ways of adding.
        abs(sum(shown) - sum(numbers)) <= unit * 0.5001
    )
    assert all(abs(one - other) <= unit * 1.000001 for one, other in zip(shown, numbers, strict=True))


@given(values)
def test_the_terms_shown_add_up_to_the_score(numbers):
    found = sums.readable(why(*(history(n, value) for n, value in enumerate(numbers))))

    assert abs(sum(term.value for term in found.terms) - found.total) < 1e-9
    assert abs(found.total - sum(numbers)) <= 0.5001e-3
    assert len(found.terms) <= sums.LINES + 1


def test_the_features_of_one_question_become_one_line():
    found = sums.readable(
        why(
            Line("preference", "goal=strength", "your goal: Get stronger", 0.3),
            Line("preference", "goal=muscle", "your goal: Build muscle", -0.1),
            Line("popularity", "", "popular here", 0.05),
        )
    )

    assert [(term.text, term.value) for term in found.terms] == [
        ("your goal: get stronger", 0.2),
        ("popular here", 0.05),
    ]


def test_small_things_are_counted_in_one_line():
    found = sums.readable(why(*(history(n, 0.1 - n / 1000) for n in range(10))))

    assert [term.text for term in found.terms][-1] == "4 smaller things"
    assert len(found.terms) == sums.LINES + 1


def test_a_single_one_left_over_is_named():
    found = sums.readable(why(*(history(n, 0.1 - n / 1000) for n in range(sums.LINES + 1))))

    assert all(term.text.startswith("liked ") for term in found.terms)


def test_what_would_show_as_nothing_gets_no_line_of_its_own():
    found = sums.readable(why(history(1, 0.2), *(history(n, 0.0001) for n in range(2, 6))))

    assert [term.text for term in found.terms] == ["liked Exercise 1", "4 smaller things"]


def test_the_strongest_fills_its_bar_and_against_has_a_length_too():
    found = sums.readable(why(history(1, -0.4), history(2, 0.1)))

    assert [(term.value, term.width) for term in found.terms] == [(-0.4, 100.0), (0.1, 25.0)]


def test_an_empty_sum_is_nothing():
    found = sums.readable(why())

    assert (found.terms, found.total) == ([], 0)
