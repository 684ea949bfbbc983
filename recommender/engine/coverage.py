"""Choosing under a budget: what covers most of what is wanted for the time it costs.

A choice of doses x (sets of every exercise) is worth

    F(x) = sum_t W_t (1 - exp(-V_t / n_t)) + sum_j b_j(x_j),    V = x · volume

where t runs over what a session may train (a muscle, a movement, the heart), V_t is how much of it is done,
n_t how much of it is much, W_t how much it is wanted, and b_j at least 0 is how well exercise j suits the
person, for the time that it takes. Each further set of the same adds less than the one before: over sets of
exercises with their doses F is monotone and submodular.

:func:`greedy` takes, again and again, what adds most per second and still fits, and compares the result with
the best single exercise. The better of the two is worth at least (1 - 1/e)/2, 31 %, of the best choice that
the budget allows (Leskovec, Krause, Guestrin, Faloutsos, VanBriesen and Glance, "Cost-effective outbreak
detection in networks", KDD 2007, theorem 3; the costs of an exercise do not depend on the others here).
"""

import numpy as np


class Coverage:
    """What is wanted of a session.

    Parameters
    ----------
    weights : (T,) at least 0, how much each target is wanted
    needs : (T,) above 0, the volume that covers 63 % of it
    """

    def __init__(self, weights, needs):
        self.weights = np.asarray(weights, dtype=np.float64)
        self.needs = np.asarray(needs, dtype=np.float64)
        if not ((self.weights >= 0).all() and (self.needs > 0).all()):
            raise ValueError("weights must be at least 0 and needs above 0")

    def value(self, volume):
        """Worth of the volumes (..., T) done, without what suits the person."""
        return (1 - np.exp(-volume / self.needs)) @ self.weights

    def left(self, volume):
        """(T,) what is still to be had of each target once ``volume`` (T,) is done."""
        return self.weights * np.exp(-volume / self.needs)

    def table(self, volumes):
        """(n, T): the part of what is left that each of ``volumes`` (n, T) takes."""
        return 1 - np.exp(-volumes / self.needs)


def greedy(table, left, bonus, cost, budget, *, most=None):
    """Rows chosen within ``budget``, in order: the cost-benefit greedy, or the best single row if better.

    Parameters
    ----------
    table : (n, T) from :meth:`Coverage.table`;  left : (T,) from :meth:`Coverage.left`
    bonus : (n,) at least 0;  cost : (n,) above 0
    most : at most this many rows; with a limit that bites, the guarantee of the module no longer holds
    """
    gains = table @ left + bonus
    single = _best(np.where(cost <= budget, gains, 0))
    if single is None or most == 0:
        return []
    first, chosen, value = gains[single], [], 0.0
    free = np.ones(len(cost), dtype=bool)
    while most is None or len(chosen) < most:
        row = _best(np.where(free & (cost <= budget), gains / cost, 0))
        if row is None:
            break
        chosen.append(row)
        value += gains[row]
        budget -= cost[row]
        free[row] = False
        left = left * (1 - table[row])
        gains = table @ left + bonus
    return [single] if first > value else chosen


def _best(values):
    if not len(values):
        return None
    row = int(values.argmax())
    return row if values[row] > 0 else None
