"""Training of the name model: blank Spanish pipeline, hashed embeddings, one pass over fresh mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import compile_infix_regex, fix_random_seed

from training.mails import Sample, samples

_CONFIG = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 64,
            "depth": 4,
            "embed_size": 3000,
            "window_size": 2,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    }
}
#: Where words stick together without a blank: scripts without blanks, "Madre:Ana", "Ruiz,Ana", "d'Ana", "Ana's".
_INFIXES = (
    r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]",
    r"[/|;:=<>()\[\]{}*\"«»“”¡¿!?،؛–—\u200b-\u200f]",
    r"(?<=[^\W\d_]{2})[.,](?=[^\W\d_]{2})",
    r"(?<=\b[dlDL])['’](?=[A-ZÁÉÍÓÚ])",
    r"['’](?=s\b)",
)
LABELS = ("GUARDIAN", "STUDENT", "OTHER")
BATCH = 10
_RATE, _LAST_RATE = 0.002, 0.0002


def fit(mails: int, seed: int, progress: Callable[[int], None]) -> Language:
    """A trained pipeline; the same seed gives the same model on the same machine."""
    fix_random_seed(seed)
    nlp = spacy.blank("es")
    infixes = [*(nlp.Defaults.infixes or ()), *_INFIXES]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    ner = nlp.add_pipe("ner", config=_CONFIG)
    for label in LABELS:
        ner.add_label(label)  # type: ignore[attr-defined]
    source = samples(mails, seed)
    head = _examples(nlp, list(islice(samples(200, seed + 1), 200)))
    optimizer = nlp.initialize(lambda: head)
    optimizer.learn_rate = _RATE
    done = 0
    while batch := list(islice(source, BATCH)):
        nlp.update(_examples(nlp, batch), sgd=optimizer, drop=0.15)
        done += len(batch)
        optimizer.learn_rate = _RATE + (_LAST_RATE - _RATE) * done / mails
        progress(done)
    return nlp


def _examples(nlp: Language, batch: Sequence[Sample]) -> list[Example]:
    return list(_aligned(nlp, batch))


def _aligned(nlp: Language, batch: Sequence[Sample]) -> Iterator[Example]:
    """Spans snapped to tokens; of two spans that snap to one token the first stays."""
    for sample in batch:
        doc = nlp.make_doc(sample.text)
        reference = doc.copy()
        spans = [reference.char_span(*span, alignment_mode="expand") for span in sample.spans]
        reference.ents = spacy.util.filter_spans([span for span in spans if span is not None])
        yield Example(doc, reference)


def measure(nlp: Language, mails: Sequence[Sample]) -> dict[str, tuple[float, float, float]]:
    """(precision, recall, F1) of exact spans per label, "ALL", and "NAME" without regard to the label."""
    counts = {label: [0, 0, 0] for label in (*LABELS, "ALL", "NAME")}
    for sample, doc in zip(mails, nlp.pipe([m.text for m in mails], batch_size=64), strict=True):
        found = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        right = set(sample.spans)
        for label in LABELS:
            _count(counts[label], {f for f in found if f[2] == label}, {r for r in right if r[2] == label})
        _count(counts["ALL"], found, right)
        _count(counts["NAME"], {f[:2] for f in found}, {r[:2] for r in right})
    return {label: _scores(*count) for label, count in counts.items()}


def _count(count: list[int], found: set, right: set) -> None:  # type: ignore[type-arg]
    count[0] += len(found & right)
    count[1] += len(found)
    count[2] += len(right)


def _scores(hits: int, found: int, right: int) -> tuple[float, float, float]:
    precision, recall = hits / max(found, 1), hits / max(right, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def save(nlp: Language, path: Path) -> None:
    """Weights and settings only: a blank vocabulary needs no file of its own."""
    nlp.to_disk(path, exclude=["vocab"])
