"""The crew."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from functools import partial

import pytest

from proofpress.crew import (
    Hand,
    HandLostError,
    answers_of,
    dismiss,
    fork_hand,
    join_hand,
    side_by_side,
)
from proofpress.limits import LimitReachedError


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
    with pytest.raises(ValueError, match='task 2') as raised:
        side_by_side([partial(_fail, number) for number in range(5)], hands)
    assert 'in _fail' in ''.join(traceback.format_exception(raised.value)), "told where"


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


def _obey(hand: Hand) -> None:
    """Do what is ordered: a deed of a hand that is lost, or the answer to a number."""
    for order in hand.orders():
        if order == 'fail':
            raise LimitReachedError('pages-exceeded', "too many")
        if order == 'end':
            os._exit(3)
        if order == 'end in the middle':
            hand._answers._send(b'\0\0\x10\0' + b'half of an answer')  # type: ignore[attr-defined]
            os._exit(3)
        hand.answer('x' * order)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_a_hand_answers_until_it_retires() -> None:
    """What is said may be larger than what a pipe holds."""
    hand = Hand(_obey)
    for length in (1, 10**6, 2):
        hand.send(length)
        ((who, said),) = answers_of([hand])
        assert (who, said) == (hand, 'x' * length)
    hand.retire()
    with pytest.raises(ChildProcessError):
        os.waitpid(hand._process_id, 0)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
def test_what_a_hand_meets_is_met_by_who_asked() -> None:
    """A limit is told as one, whoever reached it."""
    hand = Hand(_obey)
    hand.send('fail')
    with pytest.raises(LimitReachedError) as reached:
        hand.received()
    assert (reached.value.id, reached.value.message) == ('pages-exceeded', "too many")
    assert 'in _obey' in ''.join(traceback.format_exception(reached.value)), "told where"
    dismiss([hand])


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('order', ['end', 'end in the middle'])
def test_a_hand_that_is_lost_at_work_is_told(order: str) -> None:
    """Half an answer is none."""
    hand = Hand(_obey)
    hand.send(order)
    with pytest.raises(HandLostError, match='status 3'):
        hand.received()
    dismiss([hand])


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('is_sent_home', [False, True])
def test_a_hand_that_is_killed_while_it_waits_is_mourned(is_sent_home: bool) -> None:
    """Hands hold pages while they wait: a machine without memory ends these first."""
    outer = os.fork()
    if not outer:
        try:
            hand = Hand(_obey)
            os.kill(hand._process_id, signal.SIGKILL)
            os.waitid(os.P_PID, hand._process_id, os.WEXITED | os.WNOWAIT)
            if is_sent_home:
                hand.retire()
            else:
                hand.send(1)
        finally:
            os._exit(0)
    _, status = os.waitpid(outer, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def _is_zombie(process: int) -> bool:
    with open(f'/proc/{process}/stat', encoding='ascii') as stat:
        return stat.read().rpartition(')')[2].split()[0] == 'Z'
