"""Who may run a round: one living process at a time."""

from datetime import timedelta

import pytest

from tenure import clock
from tenure.actions import leases
from tenure.records.models import Lease

pytestmark = pytest.mark.django_db


def held_by(other: str, seconds: float) -> None:
    Lease.objects.create(name="seal:acme", holder=other, until=clock.now() + timedelta(seconds=seconds))


def test_a_free_lease_is_taken_and_kept():
    assert leases.hold("seal:acme")
    assert leases.hold("seal:acme")


def test_a_lease_of_another_machine_is_respected_until_it_runs_out():
    held_by("elsewhere:1:1", 10)
    assert not leases.hold("seal:acme")
    Lease.objects.update(until=clock.now() - timedelta(seconds=1))
    assert leases.hold("seal:acme")


def test_the_lease_of_a_dead_process_of_this_machine_is_taken_over_at_once():
    host, _, process = leases.holder().partition(":")
    held_by(f"{host}:{process.partition(':')[0]}:0", 10)  # our number, but started at another time: it is gone
    assert leases.hold("seal:acme")


def test_the_lease_of_a_living_process_of_this_machine_is_respected():
    host = leases.holder().partition(":")[0]
    held_by(f"{host}:1:{leases.started(1)}", 10)
    assert not leases.hold("seal:acme")


def test_a_lease_taken_before_the_clock_was_set_back_is_free():
    held_by("elsewhere:1:1", 3600)
    assert leases.hold("seal:acme")
    assert Lease.objects.get().until - clock.now() <= leases.LENGTH


def test_clocks_of_machines_may_differ_a_little():
    held_by("elsewhere:1:1", leases.LENGTH.total_seconds() + 30)
    assert not leases.hold("seal:acme")


def test_the_holder_dates_its_own_lease_anew_after_the_clock_was_set_back():
    held_by(leases.holder(), 3600)
    assert leases.hold("seal:acme")
    assert Lease.objects.get().until - clock.now() <= leases.LENGTH


def test_only_the_holder_gives_a_lease_back():
    held_by("elsewhere:1:1", 10)
    leases.release("seal:acme")
    assert Lease.objects.exists()
