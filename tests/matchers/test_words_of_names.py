"""Single words: how they sound, which are short for which, which are slips and which are other names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.name_words import filed_name, filed_part, written_name
from bot.matchers.phonetics import is_blend, is_slip, romanian_nominatives, slavic_stem, sound
from bot.matchers.vocabulary import Vocabulary
from bot.model.register import PersonName

letters = st.text(alphabet="abcdefghijlmnopqrstuvyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vazquez", "basques"), ("hernandez", "ernandes"), ("llorente", "yorente"), ("jimenez", "gimenes"),
        ("echevarria", "etxebarria"), ("campos", "canpos"), ("quique", "kike"), ("guerrero", "guerero"),
        ("jennifer", "jenifer"), ("bouchra", "buchra"), ("khalid", "jalid"), ("ximena", "jimena"),
    ],
)  # fmt: skip
def test_sounds_the_same(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("garcia", "garza"), ("pena", "pina"), ("gomez", "gamez"), ("luis", "lois")]
)
def test_sounds_different(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("ana", "ama", False),  # too short to be anything else
        ("lola", "lula", True),
        ("marta", "carta", False),  # nobody slips in the first letter
        ("gines", "gnies", True),  # the first letter is the same, whatever it sounds like
        ("vicente", "bicemte", True),  # by ear: one slip; in letters: two
        ("fernando", "farnamdo", False),  # two slips in eight letters
        ("guillermo", "guullarmo", True),  # in nine
        ("guillermo", "guullarno", False),
        ("guillermo", "gillermu", False),  # two, and the shorter has eight
    ],
)
def test_how_many_slips_a_word_bears(one, other, slip):
    assert is_slip(one, other) is slip


@pytest.mark.parametrize(
    ("written", "filed", "made_of"),
    [
        ("mayrita", "mayra", True), ("juanico", "juan", True), ("dieguillo", "diego", True),
        ("blanquita", "blanca", True), ("carmencita", "carmen", True), ("luzecita", "luz", True),
        ("danielita", "daniela", True), ("danielita", "daniel", False), ("manuelita", "manuel", False),
        ("danielito", "daniel", True), ("angelica", "angel", False), ("angelica", "angela", False),
        ("mayra", "mayrita", False), ("mayrita", "maria", False), ("rita", "r", False),
    ],
)  # fmt: skip
def test_a_diminutive_stands_for_its_name(written, filed, made_of):
    assert Hypocoristics([]).is_diminutive(written, filed) is made_of
    assert (filed in Hypocoristics([]).kin(written)) is made_of
    names = Lexicon(Hypocoristics([]))
    assert (names.agreement(written, filed, surname=False) is Agreement.SHORT) is made_of
    assert names.agreement(written, filed, surname=True) is not Agreement.SHORT


def test_what_is_a_name_of_its_own_is_no_diminutive():
    names = Hypocoristics([("Benita", "Beni")], given=["Margarita"])
    assert not names.is_diminutive("margarita", "margara")
    assert not names.is_diminutive("benita", "bena")


@pytest.mark.parametrize(
    ("written", "filed"),
    [
        ("dariei", ("daria",)),
        ("ralucai", ("raluca",)),
        ("mirei", ("mira",)),
        ("andreei", ("andrea", "andreea")),  # both are said so
        ("anei", ()),
        ("ioana", ()),
    ],
)
def test_the_romanian_genitive(written, filed):
    assert romanian_nominatives(written) == filed


@pytest.mark.parametrize(("word", "blend"), [("juand", False), ("juande", True), ("juanma", False)])
def test_a_compound_name_cut_short(word, blend):
    assert is_blend(word, "juan", "juandedios") is blend


@given(letters, letters)
def test_a_slip_is_one_both_ways(one, other):
    assert is_slip(one, other) == is_slip(other, one)


@pytest.mark.parametrize(
    ("woman", "man"), [("petrova", "petrov"), ("kovalska", "kovalsky"), ("nikitina", "nikitin")]
)
def test_slavic_surnames_of_one_family(woman, man):
    assert slavic_stem(woman) == slavic_stem(man)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Ana de la Calle", "ana:0 anade:0+ anadela:0+ anadelacalle:01+ delacalle:1+ lacalle:1+ calle:1"),
        ("Zoe Gil", "zoe:0 zoegil:01+ gil:1"),
        ("Ana i Gil", "ana:0 anagil:01+ gil:1"),
        ("d. Gil", "d:0 dgil:01+ gil:1"),  # two words: no title before a name
        ("a b c f g", "a:0 ab:01+ abc:012+ abcf:0123+ b:1 bc:12+ bcf:123+ bcfg:1234+ c:2 cf:23+ cfg:234+ f:3 fg:34+ g:4"),
        ("de la", "de:0 dela:01+ la:1"),  # particles alone count
        ("El Haddad", "el:0 elhaddad:01+ haddad:1"),
        ("El", "el:0"),
        ("Ana de", "ana:0 anade:0+"),
        ("", ""),
    ],
)  # fmt: skip
def test_neighbouring_words_put_together(text, runs):
    told = (f"{r.text}:{''.join(map(str, r.tokens))}{'+' * r.several}" for r in written_name(text).runs)
    assert " ".join(told) == runs


@pytest.mark.parametrize(
    ("name", "tokens", "parts", "joined"),
    [
        (("Ana", "Gil", "Roca"), "ana gil roca", (0, 1, 2), ()),
        (("Ana Eva", "de la Calle", ""), "ana eva calle", (0, 0, 1), ((0, "anaeva"), (1, "delacalle"))),
        (("Eva", "", "Roca Gil"), "eva roca gil", (0, 2, 2), ((2, "rocagil"),)),
    ],
)
def test_the_words_of_a_name_on_file(name, tokens, parts, joined):
    filed = filed_name(PersonName(*name))
    assert (" ".join(filed.tokens), filed.parts) == (tokens, parts)
    assert tuple(part[:2] for part in filed.joined) == joined
    assert [i for places in filed.places for i in places] == list(range(len(parts)))


def test_initials_on_file():
    part = filed_part("M. Eva")
    assert (part.words, part.initials, part.letters) == (("m", "eva"), "me", "m")


def test_a_short_name_is_a_relation_and_no_function(hypocoristics):
    assert hypocoristics.related("chon", "asuncion")
    assert hypocoristics.related("chon", "encarnacion")
    assert not hypocoristics.related("asuncion", "encarnacion")
    assert ("maria", "dolores") in hypocoristics.phrases("lola")
    assert hypocoristics.related("lola", "manuela")
    assert hypocoristics.same_spelling("mohamed", "muhammad")


def test_a_writing_in_two_lines_is_one_of_both_names():
    names = Hypocoristics([], [["Zakia", "Sakia"], ["Sakia", "Saquia"]])
    assert [names.same_spelling("sakia", other) for other in ("zakia", "saquia")] == [True, True]
    assert [names.same_spelling(other, "sakia") for other in ("zakia", "saquia")] == [True, True]
    assert not names.same_spelling("zakia", "saquia")
    assert names.kin("sakia") == {"zakia", "saquia"}


def test_pairs_that_are_no_short_names_say_nothing():
    names = Hypocoristics([("María Isabel", "Mari Isa"), ("Ana", "Ana Mari"), ("Eva", "E"), ("Luis", "Luis")])
    assert names.related("isa", "isabel")
    assert names.shorts == {"mari", "isa"}


def test_particles_are_no_part_of_what_a_short_name_stands_for():
    names = Hypocoristics([("María del Carmen", "Maricarmen")])
    assert names.phrases("maricarmen") == (("maria", "carmen"),)


def test_the_words_for_which_short_names_stand_are_given_names():
    pairs = [("Ana", "Anita"), ("Luz Divina", "Luzdi"), ("García", "Gª")]
    names = Hypocoristics(pairs, [["Mohamed", "Muhammad"]], given=["Zoe"], surnames=["García", "Luz"])
    assert names.given == {"ana", "divina", "mohamed", "muhammad", "zoe"}


def test_a_name_on_file_twice_is_nobodys_typo(hypocoristics):
    once, twice = (Lexicon(hypocoristics, surnames={"buno": n, "bueno": 5}) for n in (1, 2))
    assert once.agreement("bueno", "buno", surname=True) is Agreement.TYPO
    assert twice.agreement("bueno", "buno", surname=True) is Agreement.DIFFERENT


def test_a_name_twice_in_a_very_large_register_can_be_a_typo(hypocoristics):
    twice = Lexicon(hypocoristics, surnames={"buno": 2, "bueno": 19_998})
    assert twice.agreement("bueno", "buno", surname=True) is Agreement.TYPO


@pytest.mark.parametrize(
    ("written", "filed", "as_given", "as_surname"),
    [
        ("garcia", "garcia", "EXACT", "EXACT"),
        ("munoz", "mu?oz", "VARIANT", "VARIANT"),  # a letter that an export has lost
        ("munos", "mu?oz", "TYPO", "TYPO"),
        ("perez", "mu?oz", "DIFFERENT", "DIFFERENT"),
        ("dariei", "daria", "VARIANT", "DIFFERENT"),  # of a given name only: a genitive
        ("esteve", "esteban", "SHORT", "DIFFERENT"),  # short for him, but a surname of its own
        ("petrova", "petrov", "DIFFERENT", "VARIANT"),
        ("marina", "marin", "DIFFERENT", "DIFFERENT"),  # no Slavic family: both are well known
        ("antonio", "antonia", "DIFFERENT", "DIFFERENT"),
        ("juliam", "julian", "TYPO", "TYPO"),
        ("j", "julian", "INITIAL", "INITIAL"),
        ("j", "ana", "DIFFERENT", "DIFFERENT"),
    ],
)
def test_how_two_words_agree(lexicon, written, filed, as_given, as_surname):
    said = [lexicon.agreement(written, filed, surname=surname).name for surname in (False, True)]
    assert said == [as_given, as_surname]


@pytest.mark.parametrize(
    ("word", "may_be", "clearly"),
    [
        ("zulaimar", True, True),  # four times given, once a surname
        ("zulaimez", True, False),  # three times
        ("martin", True, False),  # however often it is given: a surname too
        ("zulaimor", False, False),
        ("lucia", True, True),
        ("paco", True, True),
        ("marti", False, False),  # short for Martín, and a surname
    ],
)
def test_which_words_are_given_names(hypocoristics, word, may_be, clearly):
    given_names = {"zulaimar": 4, "zulaimez": 3, "martin": 9}
    lexicon = Lexicon(hypocoristics, given_names, {"zulaimar": 1, "zulaimez": 1, "zulaimor": 1, "martin": 1})
    assert (lexicon.may_be_given(word), lexicon.is_given(word)) == (may_be, clearly)


@given(letters, st.lists(letters, min_size=1, max_size=8, unique=True))
def test_the_vocabulary_finds_every_word_that_agrees(lexicon, written, words):
    vocabulary = Vocabulary(words, (), lexicon)
    found = {vocabulary.words[i] for i in vocabulary.similar(written)}
    agreeing = {
        word
        for word in words
        for surname in (False, True)
        if lexicon.agreement(written, word, surname=surname) > Agreement.INITIAL
    }
    assert agreeing <= found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("juan", {"juan", "juanma"}),  # and the initial is none
        ("ju", set()),
        ("j", {"j"}),
        ("juam", {"juan"}),
        ("juande", {"juandedios"}),
        ("juanded", {"juandedios"}),
        ("juand", {"juan"}),
        ("manuel", {"juanma"}),
        ("josema", {"josemaria"}),
        ("xiaoli", {"xiaoli"}),
    ],
)
def test_words_on_file_that_a_written_one_can_be(lexicon, written, found):
    words = ("j", "juan", "juanma", "juandedios", "josemaria", "josefa", "xiaoli")
    vocabulary = Vocabulary(words, [("juandedios", "juan"), ("josemaria", "jose")], lexicon)
    assert {vocabulary.words[i] for i in vocabulary.similar(written)} == found
    assert vocabulary.agreeing(written_name(written)) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Xiao Li", {"xiaoli"}),
        ("Juan de", {"juan", "juandedios"}),
        ("Gil", {"gil"}),
        ("Giao li", {"xiaoli"}),  # by ear
    ],
)
def test_words_on_file_that_several_written_together_can_be(lexicon, written, found):
    vocabulary = Vocabulary(("xiaoli", "juan", "juandedios", "gil"), [("juandedios", "juan")], lexicon)
    assert vocabulary.agreeing(written_name(written)) == found


def _swapped(word, at):
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


#: How a word comes to be written otherwise than on file.
MANNERS = {
    "letter lost": lambda word: word[:3] + word[4:],
    "letters swapped": lambda word: _swapped(word, 1),
    "two slips": lambda word: _swapped(word[:-1], 2),
    "by ear": lambda word: word.replace("z", "s").replace("v", "b").replace("ge", "je").replace("h", ""),
    "by ear, with a slip": lambda word: _swapped(word, 2).replace("z", "s").replace("v", "b"),
    "genitive": lambda word: word.removesuffix("a") + "ei",
    "another genitive": lambda word: word.removesuffix("a") + "ai",
    "diminutive": lambda word: word[:-1] + "it" + word[-1],
    "wife": lambda word: word + "a",
}


@pytest.mark.parametrize("manner", MANNERS)
def test_a_name_that_agrees_however_it_is_written_is_found(lexicon, manner):
    known = lexicon.hypocoristics.given | lexicon.hypocoristics.surnames | {"petrov", "ivanov"}
    names = sorted(name for name in known if len(name) > 1)
    vocabulary, agreeing = Vocabulary(names, (), lexicon), 0
    for name in names:
        written = MANNERS[manner](name)
        if max(lexicon.agreement(written, name, surname=s) for s in (False, True)) > Agreement.INITIAL:
            agreeing += 1
            assert vocabulary.number[name] in vocabulary.similar(written), (written, name)
    assert agreeing


def test_short_names_and_other_spellings_are_found(hypocoristics, lexicon):
    words = sorted(hypocoristics.given | hypocoristics.surnames | hypocoristics.shorts)
    vocabulary = Vocabulary(words, (), lexicon)
    for written in words[::40]:
        found = {vocabulary.words[i] for i in vocabulary.similar(written)}
        for word in words:
            if max(lexicon.agreement(written, word, surname=s) for s in (False, True)) > Agreement.INITIAL:
                assert word in found, (written, word)
