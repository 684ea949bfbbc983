import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.engine.rules import UNKNOWN_EQUIPMENT, CatalogueArrays, Rules, equipment_mask

from .serving_worlds import EQUIPMENT, JOINTS, make_catalogue

EVERYTHING = 2**63 - 1


def catalogue_of(**columns):
    """One item unless ``columns`` say more; each column not given is harmless."""
    count = max((len(values) for values in columns.values()), default=1)
    harmless = {
        "item_ids": np.arange(count),
        "level": np.ones(count),
        "equipment": np.zeros(count, np.uint64),
        "joints": np.zeros((count, len(JOINTS))),
        "types": np.zeros(count),
        "muscles": np.tile([1.0, 0.0], (count, 1)),
        "groups": np.arange(count),
        "minutes": np.ones(count),
        "is_quiet": np.ones(count, bool),
    }
    return CatalogueArrays(**(harmless | columns), equipment_words=EQUIPMENT, joint_words=JOINTS)


def allowed(rules, **columns):
    return rules.judge(catalogue_of(**columns)).allowed.tolist()


def test_all_the_equipment_an_item_needs_must_be_owned():
    needs = [
        equipment_mask(words, EQUIPMENT, needed=True) for words in ([], ["bench"], ["bench", "dumbbell"])
    ]
    owned = equipment_mask(["bench", "box"], EQUIPMENT)

    assert allowed(Rules(equipment=owned), equipment=needs) == [True, True, False]


def test_equipment_nobody_knows_is_never_owned():
    needs = [equipment_mask(["flux capacitor"], EQUIPMENT, needed=True)]

    assert allowed(Rules(equipment=2**64 - 1), equipment=needs) == [False]
    assert equipment_mask(["flux capacitor"], EQUIPMENT) == 0


def test_more_equipment_words_than_bits_are_refused():
    with pytest.raises(ValueError, match="63"):
        equipment_mask([], map(str, range(64)))


def test_a_joint_takes_no_more_than_it_tolerates():
    joints = [[0, 0, 1], [0, 0, 2], [0, 0, 3], [3, 3, 1]]

    assert allowed(Rules(joints=np.array([3, 3, 1])), joints=joints) == [True, False, False, True]


def test_an_unknown_load_counts_only_where_the_joint_is_limited():
    joints = [[np.nan, 0, 0], [0, 0, np.nan]]

    assert allowed(Rules(joints=np.array([3, 3, 2])), joints=joints) == [True, False]


def test_nothing_above_the_level_ceiling_and_nothing_of_unknown_level():
    levels = [1, 2, 3, np.nan, 0, 2.5]

    assert allowed(Rules(level_ceiling=2), level=levels) == [True, True, False, False, False, False]


def test_blocked_items_and_those_already_shown_are_out():
    rules = Rules(blocked=[0], already=np.array([2]))

    assert allowed(rules, level=[1, 1, 1, 1]) == [False, True, False, True]


@pytest.mark.parametrize("index", [-1, 1])
def test_a_blocked_index_outside_the_catalogue_is_refused(index):
    with pytest.raises(ValueError, match="blocked"):
        Rules(blocked=[index]).judge(catalogue_of())


def test_joint_tolerances_of_another_catalogue_are_refused():
    with pytest.raises(ValueError, match="joints"):
        Rules(joints=np.array([3, 3])).judge(catalogue_of())


def test_filters_for_now_leave_out_what_is_unknown():
    assert allowed(Rules(types=(0, 2, -1)), types=[0, 1, 2, np.nan]) == [True, False, True, False]
    assert allowed(Rules(max_minutes=10), minutes=[10, 11, np.nan]) == [True, False, False]
    assert allowed(Rules(quiet_only=True), is_quiet=[True, False]) == [True, False]
    shares = [[0.9, 0.1], [0.1, 0.9], [np.nan, np.nan], [0, 0]]
    assert allowed(Rules(muscles=(0,)), muscles=shares) == [True, False, False, False]


def test_an_item_not_published_is_out():
    assert allowed(Rules(in_catalogue=[True, False]), level=[1, 1]) == [True, False]


def test_each_limit_tells_what_it_excludes_and_what_relaxing_it_gives():
    dumbbell, both = (equipment_mask(w, EQUIPMENT) for w in (["dumbbell"], ["dumbbell", "bench"]))
    rules = Rules(level_ceiling=1, joints=np.array([3, 3, 0]))

    verdict = rules.judge(
        catalogue_of(
            equipment=[0, dumbbell, dumbbell, both, 0],
            level=[1, 1, 3, 1, 1],
            joints=[[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]],
        )
    )

    assert verdict.allowed.tolist() == [True, False, False, False, False]
    assert [(e.limit, e.total, e.alone) for e in verdict.exclusions] == [
        ("equipment", 3, 2),
        ("joint:knee", 1, 1),
        ("level", 1, 0),
    ]
    assert verdict.equipment_gains == {"dumbbell": 1}
    assert verdict.failed(2) == ["equipment", "level"]


def test_an_empty_catalogue_allows_nothing_and_does_not_fail():
    verdict = Rules(level_ceiling=1).judge(make_catalogue(0))

    assert verdict.allowed.tolist() == []
    assert verdict.exclusions == []


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("item_ids", [1, 1], "item_ids"),
        ("level", [1], "level"),
        ("joints", [0, 0], "joints"),
        ("muscles", [0, 0], "muscles"),
    ],
)
def test_a_catalogue_that_does_not_fit_together_is_refused(column, value, message):
    columns = {"minutes": [1, 1], column: value}

    with pytest.raises(ValueError, match=message):
        catalogue_of(**columns)


def test_a_catalogue_cannot_be_changed_through_its_arrays():
    level = np.array([1], dtype=np.int8)
    catalogue = catalogue_of(level=level)

    with pytest.raises(ValueError, match="read-only"):
        catalogue.level[0] = 2
    level[0] = 1


def plainly_allowed(catalogue, rules, item):
    """The rules once more, item by item, in plain Python."""
    need = int(catalogue.equipment[item])
    owned = int(rules.equipment) & ~int(UNKNOWN_EQUIPMENT)
    if need & ~owned:
        return False
    if rules.level_ceiling is not None and not 1 <= catalogue.level[item] <= rules.level_ceiling:
        return False
    for joint, tolerance in enumerate(rules.joints):
        if tolerance < 3 and catalogue.joints[item, joint] > tolerance:
            return False
    if item in rules.blocked or item in rules.already:
        return False
    if rules.types is not None and catalogue.types[item] not in rules.types:
        return False
    if rules.muscles is not None:
        share = sum(float(catalogue.muscles[item, m]) for m in rules.muscles)
        if not share >= 0.35:
            return False
    if rules.max_minutes is not None and not catalogue.minutes[item] <= rules.max_minutes:
        return False
    return not rules.quiet_only or bool(catalogue.is_quiet[item])


def any_rules(count):
    indices = st.lists(st.integers(0, count - 1), max_size=5).map(tuple)
    return st.builds(
        Rules,
        equipment=st.integers(0, 2**64 - 1) | st.integers(0, 31),
        joints=st.lists(st.integers(0, 3), min_size=3, max_size=3).map(np.array),
        level_ceiling=st.none() | st.integers(1, 4),
        blocked=indices,
        already=indices,
        types=st.none() | st.lists(st.integers(0, 3), max_size=3).map(tuple),
        muscles=st.none() | st.lists(st.integers(0, 3), max_size=2, unique=True).map(tuple),
        max_minutes=st.none() | st.floats(0, 60),
        quiet_only=st.booleans(),
    )


@settings(max_examples=200, deadline=None)
@given(any_rules(30), st.integers(0, 20))
def test_the_masks_say_what_the_rules_say_item_by_item(rules, seed):
    catalogue = make_catalogue(30, seed)

    verdict = rules.judge(catalogue)

    assert verdict.allowed.tolist() == [plainly_allowed(catalogue, rules, item) for item in range(30)]
    out = sum(exclusion.alone for exclusion in verdict.exclusions)
    assert out <= 30 - verdict.allowed.sum() <= sum(exclusion.total for exclusion in verdict.exclusions)
