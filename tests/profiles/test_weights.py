"""Kilograms and pounds: shown, typed, and lossless both ways."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from profiles import weights
from profiles.decimals import with_point
from profiles.habits import Habits, override

IN_POUNDS = Habits(units="lb")


@given(st.integers(0, 44_092))
def test_pounds_are_shown_again_as_they_were_typed(steps):
    typed = steps * weights.LB_STEP

    kept = weights.WeightField(units="lb").clean(str(typed))

    assert kept == kept.quantize(Decimal("0.01"))
    assert weights.in_unit(kept, "lb") == typed


@given(st.integers(0, 100_000))
def test_kilograms_are_shown_again_as_they_were_typed(hundredths):
    typed = Decimal(hundredths) / 100

    assert weights.in_unit(weights.WeightField(units="kg").clean(str(typed)), "kg") == typed


@given(st.integers(0, 100_000))
def test_a_weight_kept_in_kilograms_moves_less_than_a_plate_by_being_read_in_pounds(hundredths):
    kept = Decimal(hundredths) / 100

    assert abs(weights.to_kg(weights.in_unit(kept, "lb"), "lb") - kept) <= Decimal("0.02")


def test_pounds_finer_than_can_be_kept_are_refused():
    with pytest.raises(ValidationError, match="Pounds go in steps"):
        weights.WeightField(units="lb").clean("45.01")


@pytest.mark.parametrize(("units", "most"), [("kg", "1000"), ("lb", "2204.6")])
def test_the_most_is_a_thousand_kilograms_in_either_unit(units, most):
    field = weights.WeightField(units=units)

    assert field.clean(most) <= 1000
    with pytest.raises(ValidationError):
        field.clean(str(Decimal(most) + 1))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("62,5", "62.5"), ("62.5", "62.5"), (" 62,5 ", "62.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
     ("1,5", "1.5"), ("20", "20"), (",5", ".5"), ("1.234.567,8", "1234567.8")],
)  # fmt: skip
def test_a_comma_or_a_point_is_understood(typed, read):
    assert with_point(typed) == read


@pytest.mark.parametrize("typed", ["1,2,3", "abc", "--", "1.2.3"])
def test_what_is_no_number_stays_none(typed):
    with pytest.raises(ValidationError):
        weights.WeightField(units="kg").clean(typed)


def test_a_weight_reads_as_the_reader_is_used_to():
    assert weights.shown(Decimal("62.50")) == "62.5 kg"
    with translation.override("de"):
        assert weights.shown(Decimal("62.50")) == "62,5 kg"
        assert weights.shown(Decimal(12_345), digits=0) == "12.345 kg"
    with override(IN_POUNDS):
        assert weights.shown(Decimal("20.41")) == "45 lb"
    assert weights.shown(100) == "100 kg"


def test_steps_in_pounds_are_plates_in_pounds():
    assert weights.step_of(2.5) == 2.5
    with override(IN_POUNDS):
        assert weights.in_unit(weights.step_of(2.5)) == 5
        up = weights.moved(weights.to_kg(45), weights.step_of(2.5))
        assert weights.in_unit(up) == 50


def test_a_load_chosen_in_kilograms_goes_on_in_whole_plates_of_pounds():
    with override(IN_POUNDS):
        # 20 kg are 44.1 lb.
        assert weights.in_unit(weights.moved(20, weights.step_of(2.5))) == 50


def test_a_load_never_falls_below_nothing():
    assert weights.moved(2.5, -10) == 0
    with override(IN_POUNDS):
        assert weights.moved(1, -10) == 0
