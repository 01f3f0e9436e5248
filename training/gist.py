"""Training of the models of `bot.parsers.gist`: logistic regression, one kind against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.parsers.gist import BUCKETS, Gist, buckets

_EPOCHS, _RATE, _DECAY = 6, 0.5, 1e-4


@dataclass(frozen=True, slots=True)
class Saying:
    """A text, folded, with the kinds that it is of."""

    title: str
    text: str
    kinds: frozenset[str] = frozenset()


def fit(sayings: Sequence[Saying], kinds: tuple[str, ...], seed: int) -> Gist:
    """AdaGrad, text by text, the mean over the epochs; the same seed gives the same weights."""
    texts = [buckets(saying.title, saying.text) for saying in sayings]
    right = np.array([[kind in saying.kinds for kind in kinds] for saying in sayings], dtype=np.float32)
    weights = np.zeros((BUCKETS, len(kinds)), dtype=np.float32)
    bias = np.zeros(len(kinds), dtype=np.float32)
    whole, whole_bias = np.zeros_like(weights), np.zeros_like(bias)
    steps, bias_steps = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    for _ in range(_EPOCHS):
        order: NDArray[np.intp] = np.random.default_rng(seed).permutation(len(texts))
        for n in order:
            at = texts[n]
            share = 1 / np.sqrt(len(at) + 1, dtype=np.float32)
            error = 1 / (1 + np.exp(-bias - weights[at].sum(axis=0) * share)) - right[n]
            slope = error * share + _DECAY * weights[at]
            steps[at] += slope**2
            weights[at] -= _RATE * slope / np.sqrt(steps[at])
            bias_steps += error**2
            bias -= _RATE * error / np.sqrt(bias_steps)
        whole += weights
        whole_bias += bias
    return Gist(kinds, whole / _EPOCHS, whole_bias / _EPOCHS)
