"""No text makes the reading hang: what is read is cut off, and what is read takes linear time.

CPU times of one run are set in relation to that of an ordinary long mail, so that no machine is too slow.
"""

import gc
import time

import pytest

from bench.hostile import ORDINARY, PAGES, TEXTS, written
from bot.model.claim import Signal
from bot.parsers.inbound import NOTE_LONG, OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.parsers.scene import LONGEST
from bot.rules.directory import shipped_rules

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
SHORT, LONG = 10_000, 100_000
MOST = 12  #: times what an ordinary mail of a tenth of the length takes


@pytest.fixture(scope="module")
def reader():
    return Reader.load(shipped_rules())


@pytest.fixture(scope="module")
def ordinary(reader):
    return cost(reader, written(ORDINARY, SHORT))


def cost(reader, mail):
    """Seconds of this thread alone, the least of three readings: servers of other tests may run beside it.

    Nor is it this mail's that Python looks through all that thousands of tests have left in memory (half a
    second): as in `timeit`, it does so before and not meanwhile.
    """
    gc.collect()
    gc.disable()
    try:
        return min(_once(reader, mail) for _ in range(3))
    finally:
        gc.enable()


def _once(reader, mail):
    started = time.thread_time()
    reader.read(parse_mail(mail, own=OWN))
    return time.thread_time() - started


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_long_text_takes_no_longer_than_its_length(reader, ordinary, text):
    assert cost(reader, written(text, LONG)) <= MOST * ordinary


@pytest.mark.parametrize(("text", "after"), PAGES.values(), ids=PAGES.keys())
def test_a_long_page_takes_no_longer_than_its_length(reader, ordinary, text, after):
    assert cost(reader, written(text, LONG, after=after, kind="html")) <= MOST * ordinary


def test_what_is_not_read_is_noted():
    assert NOTE_LONG in parse_mail(written(ORDINARY, SHORT), own=OWN).notes
    assert NOTE_LONG not in parse_mail(written(ORDINARY, 4_000), own=OWN).notes


def test_what_is_not_read_is_left_to_a_person(reader):
    asked = "No puedo entrar en iPasen, se me ha olvidado la clave. "
    chatter = "Le cuento lo que nos pasa con la aplicación en casa. " * 100
    short, long = (
        reader.read(parse_mail(written(t, len(t.encode())), own=OWN)) for t in (asked, asked + chatter)
    )
    assert Signal.ALSO_OTHER not in short.signals
    rest = long.signals[Signal.ALSO_OTHER]
    assert (rest.found_by, rest.start) == ("unread", LONGEST)
    assert rest.text in chatter


def test_an_endless_word_is_no_name_and_hides_none(reader):
    endless = f"Soy Ana Ruiz Gil, madre de {'Luis' * 40}, 2º ESO B. 654321987\n"
    claim = reader.read(parse_mail(written(endless, len(endless.encode())), own=OWN))
    assert claim.guardian.value == "Ana Ruiz Gil"
    assert claim.students == ()
