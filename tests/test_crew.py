"""The crew."""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial

import pytest

from proofpress.crew import HandLostError, fork_hand, join_hand, side_by_side


def _slow_name(number: int) -> tuple[int, int]:
    time.sleep(0.05)
    return number, os.getpid()


def test_results_come_in_the_order_of_the_tasks() -> None:
    """Products must not depend on who was quicker."""
    results = side_by_side([partial(_slow_name, number) for number in range(7)], 3)
    assert [number for number, _ in results] == list(range(7))


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_several_hands_work() -> None:
    """Else nothing is gained."""
    results = side_by_side([partial(_slow_name, number) for number in range(6)], 2)
    assert len({process for _, process in results}) == 2


def test_one_hand_is_this_process() -> None:
    """With one core there is nothing to share."""
    assert {process for _, process in side_by_side([partial(_slow_name, 1)] * 2, 1)} == {
        os.getpid()
    }


def _fail(number: int) -> int:
    time.sleep(0.01 * (5 - number))
    if number > 1:
        raise ValueError(f"task {number}")
    return number


@pytest.mark.parametrize('hands', [1, 2, 4])
def test_the_first_fault_is_told_whoever_met_it(hands: int) -> None:
    """The same report must be refused for the same reason each time."""
    with pytest.raises(ValueError, match='task 2'):
        side_by_side([partial(_fail, number) for number in range(5)], hands)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_a_hand_that_fails_is_told() -> None:
    """Its result would be lacking without a word."""
    with pytest.raises(HandLostError, match='status 3'):
        join_hand(fork_hand(lambda: os._exit(3)))


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_who_waits_for_a_hand_ends_as_it_ended() -> None:
    """A hand that ran out of time must not look like a fault of Proofpress."""

    def wait_for_one_that_is_killed() -> None:
        join_hand(fork_hand(lambda: signal.raise_signal(signal.SIGXCPU)))

    outer = os.fork()
    if not outer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        wait_for_one_that_is_killed()
        os._exit(0)
    _, status = os.waitpid(outer, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGXCPU


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_hands_end_with_who_asked() -> None:
    """A build that is killed must leave nothing behind that goes on working."""
    reading, writing = os.pipe()
    outer = os.fork()
    if not outer:
        hand = fork_hand(lambda: time.sleep(60))
        os.write(writing, str(hand).encode())
        time.sleep(0.2)
        os._exit(0)
    hand = int(os.read(reading, 20))
    os.waitpid(outer, 0)
    for _ in range(100):
        if not os.path.exists(f'/proc/{hand}/stat') or _is_zombie(hand):
            return
        time.sleep(0.05)
    pytest.fail("the hand still works")


def _is_zombie(process: int) -> bool:
    with open(f'/proc/{process}/stat', encoding='ascii') as stat:
        return stat.read().rpartition(')')[2].split()[0] == 'Z'
