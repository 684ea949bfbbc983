"""A night: compare, refit, write, check, publish; and never a worse model."""

import numpy as np
import pandas as pd
import pytest
from django.utils import timezone

from recommender import community, frames, shelf, training
from recommender.engine.evaluation import Comparison
from recommender.models import Feedback, ModelRun

pytestmark = pytest.mark.django_db


def night(**options):
    return training.train(now=timezone.now, budget=1, **options)


def test_a_night_publishes_a_model_that_then_serves(people):
    run = night()

    assert run.status == "finished", run.error
    assert run.is_current
    assert shelf.current().run_id == run.pk


def test_every_model_competes_and_every_number_has_an_interval(people):
    run = night()

    assert set(run.metrics["models"]) == set(training.MODELS)
    for found in run.metrics["models"].values():
        for name in ("ndcg@10", "precision@10", "recall@10", "f1@10", "accuracy@10", "map@10"):
            assert found[f"{name}_low"] <= found[name] <= found[f"{name}_high"]


def test_metrics_say_that_they_were_measured_on_simulated_people(people):
    run = night()

    assert run.population == "simulated"
    assert run.counts["real_people"] == 0


def test_a_few_real_people_are_learnt_from_but_do_not_mix_into_the_metrics(people, catalogue, make_user):
    for number in range(3):
        user = make_user()
        for exercise in catalogue[number : number + 6]:
            Feedback.objects.create(user=user, exercise=exercise, kind="like", created_at=timezone.now())

    run = night()

    assert run.population == "simulated"
    assert run.counts["real_people"] == 3
    assert run.counts["learnt_from"] == run.counts["real_events"] + run.counts["simulated_events"]
    assert run.metrics["details"]["members"] <= run.counts["simulated_people"]


def test_the_two_populations_never_share_a_table(people, catalogue, make_user):
    user = make_user()
    Feedback.objects.create(user=user, exercise=catalogue[0], kind="like", created_at=timezone.now())

    real = frames.interactions_frame(simulated=False)
    simulated = frames.interactions_frame(simulated=True)

    assert set(real["user_id"]) == {user.pk}
    assert user.pk not in set(simulated["user_id"])


def test_the_same_seed_gives_the_same_numbers(people):
    first, second = night(seed=5), night(seed=5)

    for name in training.MODELS:
        assert first.metrics["models"][name]["ndcg@10"] == second.metrics["models"][name]["ndcg@10"]


def test_with_nothing_to_learn_from_it_says_so_and_nothing_is_published(db):
    run = night()

    assert run.status == "failed"
    assert "nothing" in run.error.lower() or "no feedback" in run.error
    assert not ModelRun.objects.filter(is_current=True).exists()


def test_a_second_training_at_the_same_time_is_refused(people):
    ModelRun.objects.create(started_at=timezone.now(), heartbeat_at=timezone.now())

    assert night() is None


def test_what_goes_wrong_is_written_down_and_the_served_model_stays(people, monkeypatch):
    served = night()
    monkeypatch.setattr(training, "_refit", lambda *_: 1 / 0)

    run = night()

    assert run.status == "failed"
    assert "ZeroDivisionError" in run.error
    assert ModelRun.objects.get(is_current=True) == served


def compared(difference, rival):
    """A comparison in which the hybrid is better than one rival by ``difference``, member by member."""
    noise = np.random.default_rng(0).normal(0, 0.05, size=200)
    scores = {name: np.full(200, 0.2) for name in training.BASELINES}
    scores[rival] = np.full(200, 0.4)
    scores["hybrid"] = 0.4 + difference + noise
    table = pd.DataFrame({"ndcg@10": {name: values.mean() for name, values in scores.items()}})
    return Comparison(table, {}, {name: {} for name in scores}, per_member=scores)


@pytest.mark.parametrize("rival", ["popularity", "content", "neighbours", "champion"])
def test_a_model_that_is_worse_than_any_rival_is_not_published(rival):
    may, sentence = training.judge(compared(-0.05, rival), "hybrid")

    assert not may
    assert rival in sentence


@pytest.mark.parametrize("rival", ["popularity", "champion"])
@pytest.mark.parametrize("difference", [0.0, 0.05])
def test_a_model_that_is_as_good_or_better_is_published(rival, difference):
    may, _sentence = training.judge(compared(difference, rival), "hybrid")

    assert may


def test_a_rejected_model_leaves_the_old_one_serving(people, monkeypatch):
    served = night()
    monkeypatch.setattr(training, "judge", lambda *_: (False, "Not published: worse."))

    run = night()

    assert run.status == "rejected"
    assert ModelRun.objects.get(is_current=True) == served
    assert shelf.current().run_id == served.pk


def test_a_model_with_scores_that_are_no_numbers_is_not_published(people, monkeypatch):
    refit = training._refit

    def spoilt(tables, run):
        content, metadata = refit(tables, run)
        return {**content, "popularity": content["popularity"] * np.float32("nan")}, metadata

    monkeypatch.setattr(training, "_refit", spoilt)

    run = night()

    assert run.status == "failed"
    assert not ModelRun.objects.filter(is_current=True).exists()


def test_progress_only_grows_and_ends_at_a_hundred(people):
    seen = []

    training.train(now=timezone.now, budget=1, progress=lambda step, percent: seen.append(percent))

    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_the_simulated_community_is_labelled_and_leaves_without_a_trace(people, catalogue, make_user):
    user = make_user()
    Feedback.objects.create(user=user, exercise=catalogue[0], kind="like", created_at=timezone.now())

    removed = community.remove()

    assert removed == people
    assert list(Feedback.objects.values_list("user", flat=True)) == [user.pk]


def test_the_same_seed_makes_the_same_community(catalogue):
    def made():
        community.make(at=timezone.now(), people=30, seed=3)
        table = frames.interactions_frame(simulated=True)
        community.remove()
        return table[["item_id", "value"]].to_numpy().tolist()

    assert made() == made()


def test_simulated_people_cannot_sign_in(people):
    from profiles.models import User

    assert not any(user.has_usable_password() for user in User.objects.filter(is_simulated=True))
