import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.engine import artifact, worlds
from recommender.engine.explore import Explore
from recommender.engine.features import ItemEncoder, PreferenceEncoder
from recommender.engine.hybrid import HybridRecommender
from recommender.engine.matrices import Sides, evidence_from
from recommender.engine.pipeline import ContentModel, HybridArrays, ServingModel, top
from recommender.engine.rerank import Rerank
from recommender.engine.rules import Rules

from .serving_worlds import MUSCLES, PREFERENCES, make_arrays, make_catalogue, make_member, make_model
from .test_rules import any_rules

EVERYTHING = Rules(equipment=2**63 - 1)
OPEN = Rules(equipment=2**64 - 1)


def plain_score(arrays, history, preferences, column):
    """The score of one item straight from the equation, in double precision."""
    s = arrays.scalars
    count = len(arrays.item_ids)
    linear = sum(
        (max(v, 0) - s["negative"] * max(-v, 0)) * float(arrays.B[i, column])
        + float(arrays.B[count + i, column])
        for i, v in history
    )
    system = arrays.YtY.copy()
    for i, v in history:
        y = arrays.Y[i].astype(float)
        system += max(v, 0) * (np.outer(y, y) + s["factor_ridge"] * np.eye(len(y)))
    folded = sum(
        max(v, 0) * arrays.Y[column].astype(float) @ np.linalg.solve(system, arrays.Y[i].astype(float))
        for i, v in history
    )
    p = np.where(np.isnan(preferences), arrays.preference_mean, preferences).astype(float)
    prior = float(arrays.popularity[column]) + s["c"] * (p - arrays.preference_mean) @ arrays.C[:, column]
    fade = s["g"] * s["kappa"] / (s["kappa"] + len(history))
    return s["beta"] * linear + (1 - s["beta"]) * s["factor_scale"] * folded + fade * prior


@pytest.mark.parametrize("history", [0, 1, 12])
def test_a_score_is_the_equation(history):
    model = make_model()
    member = make_member(model, history=history)
    met = list(zip(member.items.tolist(), member.values.astype(float).tolist(), strict=True))

    scores = model.scores(member)

    expected = [plain_score(model.arrays, met, member.preferences, item) for item in range(len(model))]
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_parts_of_10_000_random_picks_add_up_to_their_scores():
    model = make_model(400, seed=5, factors=8)
    picked = 0
    worst = 0.0
    seed = 0
    while picked < 10_000:
        member = make_member(model, seed, history=seed % 60)
        scores = model.scores(member)
        picks = model.recommend(member, 100, rules=OPEN if seed % 2 else EVERYTHING)
        sums = [sum(part.value for part in picks.explanation(i).parts) for i in range(len(picks))]
        worst = max(worst, np.abs(sums - picks.scores).max(), np.abs(sums - scores[picks.items]).max())
        picked += len(picks)
        seed += 1

    assert worst < 1e-6


@pytest.mark.parametrize(
    "params", [{}, {"seen_channel": False}, {"beta": 0.0}, {"beta": 1.0}, {"n_factors": 0}, {"negative": 0.0}]
)
def test_serving_scores_what_the_trained_hybrid_scores(params, tmp_path):
    """Over the way through the disk that a night's model takes."""
    world = worlds.simulate(60, worlds.catalogue(50, seed=1), seed=2)
    items = np.sort(world.items.index.to_numpy())
    encoder = PreferenceEncoder().fit(world.preferences)
    numbers = encoder.transform(world.preferences)
    sides = Sides(preferences=pd.DataFrame(numbers, index=world.preferences.index))
    members = world.preferences.index.to_numpy()
    evidence = evidence_from(world.interactions, members, items, sides)
    hybrid = HybridRecommender(n_sweeps=2, **{"n_factors": 8, "negative": 0.3, **params}).fit_evidence(
        evidence
    )
    digest = artifact.save(tmp_path / "m", hybrid.to_arrays(items, preference_names=encoder.names_))
    arrays = HybridArrays(**artifact.load(tmp_path / "m", sha256=digest).content)
    model = ServingModel(arrays, make_catalogue(len(items), ids=items))

    expected = hybrid.score_evidence(evidence)

    for row in range(0, len(members), 7):
        values = np.asarray((evidence.x[row] - evidence.negative[row]).todense()).ravel()
        met = evidence.seen[row].indices
        member = model.member(items[met], values[met], numbers[row])
        np.testing.assert_allclose(model.scores(member), expected[row], atol=2e-6)
        assert model.explain(member, 3).score == pytest.approx(expected[row][3], abs=2e-6)


def test_picks_are_the_best_allowed_items_best_first():
    model = make_model()
    member = make_member(model)
    rules = Rules(equipment=2**5 - 1, level_ceiling=3)
    allowed = rules.judge(model.catalogue).allowed

    picks = model.recommend(member, 5, rules=rules)

    scores = np.where(allowed, model.scores(member), -np.inf)
    assert picks.items.tolist() == np.argsort(-scores)[:5].tolist()
    assert picks.item_ids.tolist() == model.catalogue.item_ids[picks.items].tolist()
    assert picks.ranks.tolist() == [1, 2, 3, 4, 5]
    assert picks.propensities.tolist() == [1] * 5
    assert picks.allowed == allowed.sum()


def test_fewer_picks_than_asked_for_when_fewer_are_allowed_and_the_exclusions_say_why():
    model = make_model()
    rules = Rules(equipment=2**63 - 1, blocked=np.arange(2, len(model)))

    picks = model.recommend(make_member(model), 12, rules=rules)

    assert set(picks.items.tolist()) <= {0, 1}
    assert picks.exclusions[0].limit == "blocked"


@pytest.mark.parametrize("n", [0, -1])
def test_no_picks_asked_for_gives_none(n):
    model = make_model()

    assert len(model.recommend(make_member(model), n)) == 0


def test_equal_scores_go_by_index():
    scores = np.array([1, 2, 2, 2, 1], dtype=np.float32)
    allowed = np.array([True, True, False, True, True])

    assert top(scores, allowed, 3).tolist() == [1, 3, 0]


def test_a_new_like_acts_at_once():
    model = make_model()
    before = model.member([10], [1.0])
    after = model.member([10, 13], [1.0, 1.0])

    assert not np.allclose(model.scores(before), model.scores(after))


def test_a_dislike_lowers_what_the_item_speaks_for():
    model = make_model(factors=0)
    model.arrays.B[:40] = np.abs(model.arrays.B[:40])
    liked, disliked = model.member([10], [0.5]), model.member([10], [-0.5])

    assert (model.scores(disliked)[1:] < model.scores(liked)[1:]).all()


def test_the_order_of_catalogue_and_model_does_not_matter():
    model = make_model()
    order = np.random.default_rng(1).permutation(len(model))
    shuffled = make_arrays(model.catalogue.item_ids)
    shuffled = ServingModel(
        type(shuffled)(
            item_ids=shuffled.item_ids[order],
            B=np.concatenate([shuffled.B[:40][order], shuffled.B[40:][order]])[:, order],
            Y=shuffled.Y[order],
            YtY=shuffled.YtY,
            popularity=shuffled.popularity[order],
            C=shuffled.C[:, order],
            preference_mean=shuffled.preference_mean,
            scalars=shuffled.scalars,
            T=shuffled.T[order],
            feature_names=shuffled.feature_names,
            preference_names=shuffled.preference_names,
        ),
        model.catalogue,
    )
    member = make_member(model)

    np.testing.assert_allclose(shuffled.scores(make_member(shuffled)), model.scores(member), atol=1e-6)
    assert (
        shuffled.recommend(make_member(shuffled), 9).item_ids.tolist()
        == model.recommend(member, 9).item_ids.tolist()
    )


def joined(catalogue_ids, model_ids, **kwargs):
    """A model of ``model_ids`` served with a catalogue of ``catalogue_ids``."""
    return ServingModel(
        make_arrays(model_ids), make_catalogue(len(catalogue_ids), ids=np.array(catalogue_ids)), **kwargs
    )


def test_an_item_no_longer_published_still_speaks_in_the_history_and_is_never_picked():
    model = joined([1, 2, 3], [1, 2, 3, 4])
    with_it, without = model.member([4], [1.0]), model.member()

    picks = model.recommend(with_it, 10, rules=OPEN)

    assert 4 not in picks.item_ids
    assert not np.allclose(model.scores(with_it), model.scores(without))
    assert 4 in [part.key for part in model.explain(with_it, 0).parts]


def test_an_item_the_model_has_never_seen_is_scored_through_its_features():
    names = make_arrays([1]).feature_names
    features = np.random.default_rng(0).random((3, len(names))).astype(np.float32)
    model = joined([9, 1, 2], [1, 2], item_features=features[:, ::-1], feature_names=names[::-1])
    member = model.member([1, 9], [1.0, 1.0], np.ones(len(PREFERENCES)))

    explanation = model.explain(member, 0)

    weights = model.arrays.cold_weights
    beta = model.arrays.scalars["beta"]
    from_history = beta * float((weights[0] + weights[2]) @ features[0])
    assert next(p.value for p in explanation.parts if p.key == 1) == pytest.approx(from_history, abs=1e-6)
    assert explanation.score == pytest.approx(float(model.scores(member)[0]), abs=1e-6)
    assert {part.key for part in explanation.parts} > {1, "goal=strength"}


def test_liking_an_item_the_model_has_never_seen_leaves_all_scores_as_they_are():
    model = joined([9, 1, 2], [1, 2])

    scores = model.scores(model.member([9, 1], [1.0, 1.0]))

    np.testing.assert_array_equal(scores, model.scores(model.member([1], [1.0])))


def test_an_unknown_item_without_features_takes_the_popularity_of_its_variation_group():
    catalogue = make_catalogue(4)
    groups = np.array([7, 7, 8, 7])
    catalogue = type(catalogue)(**{**_fields(catalogue), "groups": groups, "item_ids": np.arange(4)})
    model = ServingModel(make_arrays([1, 2, 3]), catalogue)

    parts = model.explain(model.member(), 0).parts

    popularity = model.arrays.popularity
    fade = model.arrays.scalars["g"]
    assert [part.kind for part in parts] == ["popularity"]
    assert parts[0].value == pytest.approx(fade * (popularity[0] + popularity[2]) / 2, abs=1e-6)


def _fields(catalogue):
    return {name: getattr(catalogue, name) for name in catalogue.__dataclass_fields__}


def test_a_catalogue_that_shares_nothing_with_the_model_is_served():
    model = joined([100, 101], [1, 2, 3])

    assert len(model.recommend(model.member([1], [1.0]), 5, rules=OPEN)) <= 2


def test_members_are_read_strictly():
    model = make_model()

    assert model.member([10, 999_999, 10], [0.5, 0.1, -0.5]).values.tolist() == [-0.5]
    with pytest.raises(ValueError, match="-1 to 1"):
        model.member([10], [1.5])
    with pytest.raises(ValueError, match="-1 to 1"):
        model.member([10], [np.nan])
    with pytest.raises(ValueError, match="as many values"):
        model.member([10], [])
    with pytest.raises(ValueError, match="6 entries"):
        model.member(preferences=[1.0])
    with pytest.raises(ValueError, match="finite"):
        model.member(preferences=[np.inf] * 6)


def test_what_was_not_answered_has_no_part():
    model = make_model()

    parts = model.explain(model.member(), 3).parts

    assert [part.kind for part in parts] == ["popularity"]


def test_rank_is_the_place_in_the_full_list():
    model = make_model()
    member = make_member(model)
    rules = Rules(equipment=2**5 - 1)
    picks = model.recommend(member, 40, rules=rules)

    ranks = [model.rank_of(member, item, rules=rules) for item in picks.items.tolist()]

    assert ranks == picks.ranks.tolist()
    forbidden = int(np.flatnonzero(~picks.verdict.allowed)[0])
    assert model.rank_of(member, forbidden, rules=rules) is None


def test_without_a_liked_item_the_member_scores_as_if_never_met():
    model = make_model()
    member = model.member([10, 13], [1.0, 0.5])

    result = model.counterfactual(member, 7, without=("history", 13))

    alone = model.member([10], [1.0])
    assert result.score == pytest.approx(float(model.scores(member)[7]))
    assert result.score_without == pytest.approx(float(model.scores(alone)[7]))
    assert result.rank == model.rank_of(member, 7)
    assert result.rank_without == model.rank_of(alone, 7)


def test_without_an_answer_the_question_counts_as_not_answered():
    model = make_model()
    answers = np.array([1, 0, 0, 1, 1, 0.3], dtype=np.float32)
    member = model.member([10], [1.0], answers)

    result = model.counterfactual(member, 7, without=("preference", "goal"))

    answers[:2] = np.nan
    unanswered = model.member([10], [1.0], answers)
    assert result.score_without == pytest.approx(float(model.scores(unanswered)[7]), abs=1e-6)


def test_without_popularity_its_part_is_gone():
    model = make_model()
    member = make_member(model)

    result = model.counterfactual(member, 7, without=("popularity", None))

    part = next(p.value for p in model.explain(member, 7).parts if p.kind == "popularity")
    assert result.score - result.score_without == pytest.approx(part, abs=1e-6)


def test_a_counterfactual_can_change_the_limits_too():
    model = make_model()
    member = make_member(model)
    item = int(model.recommend(member, 1, rules=OPEN).items[0])

    result = model.counterfactual(
        member, item, without=("preference", "equipment"), rules=OPEN, rules_without=Rules(blocked=[item])
    )

    assert result.rank == 1
    assert result.rank_without is None


@pytest.mark.parametrize("without", [("history", 1), ("preference", "shoe size"), ("weather", None)])
def test_a_source_that_is_not_there_is_refused(without):
    model = make_model()

    with pytest.raises(ValueError, match=r"history|preferences|popularity"):
        model.counterfactual(model.member(), 0, without=without)


def test_exploring_needs_a_seed_and_gives_the_same_list_for_the_same_seed():
    model = make_model()
    member = make_member(model)
    explore = Explore(slots=3)

    with pytest.raises(ValueError, match="seed"):
        model.recommend(member, 8, explore=explore)
    first, second = (model.recommend(member, 8, rules=OPEN, explore=explore, seed=4) for _ in range(2))
    assert first.items.tolist() == second.items.tolist()
    assert first.propensities.tolist() == second.propensities.tolist()
    assert (first.propensities[:5] == 1).all()
    assert (first.propensities[5:] < 1).all()


reranks = st.none() | st.builds(
    Rerank,
    diversity=st.floats(0, 3),
    recovery=st.floats(0, 3),
    favour=st.floats(0, 3),
    newness=st.floats(0, 3),
    per_group=st.none() | st.integers(1, 2),
    pool=st.integers(1, 40),
)
explores = st.none() | st.builds(
    Explore, slots=st.none() | st.integers(0, 6), temperature=st.floats(0.01, 10), newness=st.floats(0, 3)
)


@settings(max_examples=200, deadline=None)
@given(any_rules(30), reranks, explores, st.integers(0, 10**6), st.integers(0, 12))
def test_nothing_forbidden_is_ever_picked(rules, rerank, explore, seed, n):
    model = make_model(30, seed=seed % 7)
    member = make_member(model, seed)

    picks = model.recommend(member, n, rules=rules, rerank=rerank, explore=explore, seed=seed)

    assert rules.judge(model.catalogue).allowed[picks.items].all()
    assert len(set(picks.items.tolist())) == len(picks) <= n
    assert ((picks.propensities > 0) & (picks.propensities <= 1)).all()
    assert np.allclose(picks.scores, model.scores(member)[picks.items], atol=1e-6)
    if rerank is None or rerank.per_group is None:
        assert len(picks) == min(n, picks.allowed)
    else:
        groups = model.catalogue.groups[picks.items]
        assert all((groups == g).sum() <= rerank.per_group for g in groups[groups >= 0])


def make_content_model():
    catalogue = make_catalogue(3)
    table = pd.DataFrame({column: [None] * 3 for column in ItemEncoder.columns()})
    table["type"] = ["strength", "mobility", "strength"]
    table["muscles"] = [{"chest": 1.0}, {"legs": 1.0}, {"legs": 1.0}]
    encoder = ItemEncoder().fit(table)
    return ContentModel(
        catalogue,
        item_features=encoder.transform(table),
        feature_names=encoder.names_,
        preference_names=["goal=strength", "goal=mobility", "favoured=legs", "favoured=chest"],
    )


def test_without_a_model_answers_choose_and_explain():
    model = make_content_model()
    member = model.member(preferences=[1, 0, 1, 0])

    picks = model.recommend(member, 3, rules=OPEN)
    explanation = model.explain(member, 2)

    assert model.scores(member).argmax() == 2
    assert {part.key for part in explanation.parts} == {"goal=strength", "favoured=legs"}
    assert explanation.score == pytest.approx(float(model.scores(member)[2]), abs=1e-6)
    assert (picks.scores == sorted(picks.scores, reverse=True)).all()


def test_without_a_model_a_like_speaks_for_what_is_similar():
    model = make_content_model()
    liked = model.member([int(model.item_ids[0])], [1.0])

    scores = model.scores(liked)

    assert scores[2] > scores[1]
    assert len(MUSCLES) == 4
