"""``lightfm`` behind the interface of our own scorers."""

import numpy as np
from scipy import sparse

from benchmarks.by_member import SEED, ByMember


class LightFMRecommender(ByMember):
    """``lightfm`` (built by rectools-lightfm): factorisation of identities and features, WARP or BPR loss.

    Items get their own identity besides their features, members theirs besides what they said.
    """

    def __init__(
        self,
        no_components=32,
        loss="warp",
        learning_rate=0.05,
        item_alpha=1e-6,
        user_alpha=1e-6,
        epochs=30,
        identities=True,
        random_state=SEED,
    ):
        self.no_components = no_components
        self.loss = loss
        self.learning_rate = learning_rate
        self.item_alpha = item_alpha
        self.user_alpha = user_alpha
        self.epochs = epochs
        self.identities = identities
        self.random_state = random_state

    def _side(self, table, n, identities):
        blocks = [sparse.identity(n, dtype=np.float32, format="csr")] if identities else []
        if table is not None and table.shape[1]:
            table = np.nan_to_num(table)
            if (table < 0).any():
                # Standardised numbers unbalance the row norms that lightfm expects near 1.
                table = table / np.maximum(np.abs(table).max(axis=0), 1e-9)
            blocks.append(sparse.csr_matrix(table, dtype=np.float32))
        together = sparse.hstack(blocks, format="csr", dtype=np.float32)
        sums = np.asarray(abs(together).sum(axis=1)).ravel()
        return sparse.csr_matrix(sparse.diags(1 / np.where(sums > 0, sums, 1)) @ together, dtype=np.float32)

    def fit_evidence(self, evidence):
        """Fit on what members liked, with the features of both sides."""
        from lightfm import LightFM

        has_features = evidence.item_features is not None and evidence.item_features.shape[1] > 0
        items = self._side(evidence.item_features, evidence.n_items, self.identities or not has_features)
        members = self._side(evidence.preferences, evidence.n_members, True)
        model = LightFM(
            no_components=self.no_components,
            loss=self.loss,
            learning_rate=self.learning_rate,
            item_alpha=self.item_alpha,
            user_alpha=self.user_alpha,
            random_state=self.random_state,
        )
        liked = evidence.x.tocoo().astype(np.float32)
        liked.row, liked.col = liked.row.astype(np.int32), liked.col.astype(np.int32)
        ones = sparse.coo_matrix((np.ones_like(liked.data), (liked.row, liked.col)), shape=liked.shape)
        model.fit(
            ones,
            user_features=members,
            item_features=items,
            sample_weight=None if self.loss == "warp-kos" else liked,
            epochs=self.epochs,
            num_threads=1,
        )
        self.item_bias_, self.item_vectors_ = model.get_item_representations(items)
        self.member_bias_, self.member_vectors_ = model.get_user_representations(members)
        self._remember(evidence)
        # With features an item without evidence has a vector all the same.
        self.known_ |= has_features
        return self

    def score_evidence(self, evidence):
        """Biases and dot products; nan for members it was not fitted on."""
        rows = self._rows(evidence)
        scores = self.member_vectors_[rows] @ self.item_vectors_.T + self.item_bias_
        scores = scores.astype(np.float32)
        scores[rows < 0] = np.nan
        scores[:, ~self.known_] = np.nan
        return scores
