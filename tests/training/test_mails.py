"""The synthetic mails: every block is sound, every span exact, every run the same."""

from pathlib import Path
from random import Random

import pytest

import training
from training.grammar import Piece, expand, parse, read_blocks
from training.mails import samples
from training.noise import noisy
from training.people import Town, mention
from training.scene import Scene

BLOCKS = Path(training.__file__).parent / "blocks"
FILES = sorted(BLOCKS.rglob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(BLOCKS)))
def test_every_block_is_sound(path):
    scene = Scene(Random(1), held_out=False)
    for section, blocks in read_blocks(path).items():
        assert blocks, section
        for block in blocks:
            for seed in range(5):
                text = "".join(p.text for p in expand(parse(block), Random(seed), scene.fill))
                assert "{" not in text, block


def test_held_out_wording_is_not_trained_on():
    def all_blocks(paths):
        return {b for path in paths for blocks in read_blocks(path).values() for b in blocks}

    held_out = [p for p in FILES if p.parent.name == "held_out"]
    shared = all_blocks(held_out) & all_blocks(set(FILES) - set(held_out))
    assert {b for b in shared if "[" in b or " " in b} == set()


@pytest.mark.parametrize("held_out", [False, True])
def test_spans_hold_names_and_nothing_around_them(held_out):
    labels = set()
    for sample in samples(300, seed=3, held_out=held_out):
        assert list(sample.spans) == sorted(sample.spans)
        for start, end, label in sample.spans:
            name = sample.text[start:end]
            assert name == name.strip() != ""
            labels.add(label)
    assert labels == {"GUARDIAN", "STUDENT", "OTHER"}


def test_a_seed_gives_the_same_mails():
    assert list(samples(50, seed=8)) == list(samples(50, seed=8))
    assert list(samples(50, seed=8)) != list(samples(50, seed=9))


def test_mails_differ_in_shape():
    texts = [s.text for s in samples(500, seed=4)]
    assert len(set(texts)) > 480
    assert sum(t.isupper() for t in texts) > 10
    assert sum(t.islower() for t in texts) > 50
    assert sum("\n" not in t for t in texts) > 50


def test_noise_changes_no_label():
    pieces = [
        Piece("Soy "),
        Piece("Núñez Peña, José", "GUARDIAN"),
        Piece(", padre de "),
        Piece("Íñigo", "STUDENT"),
    ]
    for seed in range(200):
        assert [p.label for p in noisy(pieces, Random(seed))] == ["", "GUARDIAN", "", "STUDENT"]


def test_siblings_share_a_guardian():
    family = next(
        f for f in (Town(Random(n), held_out=False).family() for n in range(50)) if len(f.children) == 3
    )
    assert len({id(family.guardian)}) == 1
    assert family.guardian.sex != family.spouse.sex


def test_a_person_is_written_in_many_ways():
    person = Town(Random(5), held_out=False).person("spanish", "M", young=False)
    ways = {mention(person, Random(n), "any") for n in range(300)}
    assert f"{person.given} {person.surname1} {person.surname2}" in ways
    assert f"{person.surname1} {person.surname2}, {person.given}" in ways
    assert len(ways) > 8


@pytest.mark.parametrize("block", ["[a|b", "a]", "{G"])
def test_a_broken_block_is_refused(block):
    with pytest.raises(ValueError, match=r".+"):
        parse(block)
