"""What is wanted of one session: the time, the candidates, how well each suits, what is to be covered."""

from dataclasses import dataclass

import numpy as np

from recommender.engine.timetable import COOL_DOWN, MAIN, WARM_UP


@dataclass(frozen=True, eq=False)
class Wish:
    """What is wanted of one session; exercises are indices, all of them allowed by the rules.

    Parameters
    ----------
    seconds : the time there is
    main, general, specific, stretches : int arrays, candidates for the main part, for getting warm, for
        preparing muscles and joints, and for the end
    fit : float (I,) from 0 to 1, how well each exercise suits the person
    weights, needs : (T,) see :class:`~recommender.engine.coverage.Coverage`
    floors : (T,) the volume that is promised of each target, 0 where nothing is
    locked : triples (section, item, sets), kept as they are while they fit
    open : sections that may get new exercises
    most_new : at most this many new exercises in the open sections, None for no limit
    is_shared : whether others wait for the stations of the place
    length : the part of the time to use, less in a lighter week
    light_sets : bool (I,), which exercises want a light set first when they open the main part; None for none
    """

    seconds: int
    main: np.ndarray
    general: np.ndarray
    specific: np.ndarray
    stretches: np.ndarray
    fit: np.ndarray
    weights: np.ndarray
    needs: np.ndarray
    floors: np.ndarray
    locked: tuple = ()
    open: tuple = (WARM_UP, MAIN, COOL_DOWN)
    most_new: int | None = None
    is_shared: bool = False
    length: float = 1.0
    light_sets: np.ndarray | None = None
