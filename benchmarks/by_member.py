"""What models share that only know members they were fitted on."""

import numpy as np

from recommender.engine.base import BaseScorer

SEED = 0


class ByMember(BaseScorer):
    """For models that only know members they were fitted on: finds their rows by id, else nan."""

    # Evaluation refits such a model with what is shown of new members added to the training part.
    needs_members = True

    def _remember(self, evidence):
        members = np.arange(evidence.n_members) if evidence.members is None else evidence.members
        self.row_of_ = {member: row for row, member in enumerate(members.tolist())}
        self.known_ = evidence.x.getnnz(axis=0) > 0

    def _rows(self, evidence):
        members = np.arange(evidence.n_members) if evidence.members is None else evidence.members
        return np.array([self.row_of_.get(member, -1) for member in members.tolist()])
