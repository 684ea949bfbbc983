"""What a user would install instead, and where the parameters of each are searched.

The packages are optional (``requirements-bench.txt``). A model whose package is missing is left out, and the
report says so.
"""

import importlib.util

from benchmarks.implicit_models import ImplicitALS, ImplicitBPR, ImplicitKNN
from benchmarks.irspack_models import IrspackIALS, IrspackSLIM
from benchmarks.lightfm_models import LightFMRecommender
from recommender.engine.tuning import Choice, Model, Range


def available(package):
    """Whether the package can be imported."""
    return importlib.util.find_spec(package) is not None


FACTORS = Choice((16, 32, 64, 128))
# Package -> the models it brings, with the space that each is searched in.
ADAPTERS = {
    "implicit": (
        Model(
            "implicit-als",
            ImplicitALS,
            {
                "factors": FACTORS,
                "regularization": Range(0.001, 30, log=True),
                "alpha": Range(0.5, 40, log=True),
                "iterations": Choice((10, 15, 30)),
            },
        ),
        Model(
            "implicit-bpr",
            ImplicitBPR,
            {
                "factors": FACTORS,
                "learning_rate": Range(0.005, 0.2, log=True),
                "regularization": Range(0.0003, 0.1, log=True),
                "iterations": Choice((50, 100, 200)),
            },
        ),
        Model(
            "implicit-knn",
            ImplicitKNN,
            {
                "K": Choice((5, 10, 20, 50, 100, 200, 400)),
                "kind": Choice(("cosine", "bm25")),
                "K1": Range(0.1, 100, log=True),
                "B": Range(0.0, 1.0),
            },
        ),
    ),
    "lightfm": (
        Model(
            "lightfm",
            LightFMRecommender,
            {
                "no_components": FACTORS,
                "loss": Choice(("warp", "bpr")),
                "learning_rate": Range(0.005, 0.2, log=True),
                "item_alpha": Range(1e-7, 1e-3, log=True),
                "user_alpha": Range(1e-7, 1e-3, log=True),
                "epochs": Choice((10, 20, 40, 80)),
                "identities": Choice((True, False)),
            },
        ),
    ),
    # Its own threads and ours at once have ended the process.
    "irspack": (
        Model(
            "irspack-slim",
            IrspackSLIM,
            {"alpha": Range(0.003, 1, log=True), "l1_ratio": Range(0.003, 0.5, log=True)},
            alone=True,
        ),
        Model(
            "irspack-ials",
            IrspackIALS,
            {
                "n_components": FACTORS,
                "alpha0": Range(0.003, 1, log=True),
                "reg": Range(1e-4, 0.3, log=True),
                "n_epochs": Choice((5, 10, 16)),
            },
            alone=True,
        ),
    ),
}
ALL = {model.name: (package, model) for package, models in ADAPTERS.items() for model in models}
