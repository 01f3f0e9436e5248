"""An event that is awaited together with sockets."""

from __future__ import annotations

import os
import socket
import threading

from bot.system.bell import Bell, first_of


def test_it_rings_until_it_is_cleared():
    bell = Bell()
    assert not bell.is_set()
    bell.set()
    bell.set()
    assert bell.wait(0)
    bell.clear()
    bell.clear()
    assert not bell.is_set()


def test_whoever_waits_for_a_socket_hears_it_and_the_other_way_round():
    bell, (ours, theirs) = Bell(), socket.socketpair()
    with ours, theirs:
        assert first_of((ours, bell), 0) == set()
        ringing = threading.Thread(target=bell.set)
        ringing.start()
        assert first_of((ours, bell), 60) == {bell}
        ringing.join()
        bell.clear()
        theirs.send(b"x")
        assert first_of((ours, bell), 60) == {ours}


def test_its_file_is_closed_with_it():
    bell = Bell()
    file = bell.fileno()
    assert os.path.exists(f"/proc/self/fd/{file}")  # noqa: PTH110 - a link to no path
    del bell
    assert not os.path.lexists(f"/proc/self/fd/{file}")
