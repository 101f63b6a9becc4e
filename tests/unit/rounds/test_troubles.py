"""Trouble is told when it begins, changes and ends: not once for each of many attempts."""

import logging

import pytest

from tenure.eventlog.spool import SpoolUnavailable
from tenure.rounds.troubles import Troubles


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.WARNING)
    return caplog


def attempt(troubles: Troubles, error: Exception | None = None) -> None:
    with troubles.watched("the seal"):
        if error is not None:
            raise error


def test_what_fails_again_and_again_is_told_once_and_its_end_too(told):
    troubles = Troubles()
    for _ in range(3):
        attempt(troubles, SpoolUnavailable("the disk is full: make room"))
        assert troubles.fails("the seal")
    attempt(troubles)
    attempt(troubles)
    assert told.messages == ["The seal waits and is tried again: The disk is full: make room", "The seal works again"]


def test_another_trouble_is_told_too(told):
    troubles = Troubles()
    attempt(troubles, SpoolUnavailable("the disk is full"))
    attempt(troubles, SpoolUnavailable("the disk fails"))
    assert len(told.messages) == 2


def test_a_fault_of_the_program_is_told_with_its_trace(told):
    attempt(Troubles(), ZeroDivisionError("by zero"))
    assert told.records[0].exc_info


def test_what_only_stops_the_program_is_let_through():
    with pytest.raises(KeyboardInterrupt):
        attempt(Troubles(), KeyboardInterrupt())
