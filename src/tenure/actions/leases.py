"""Lets one process at a time run a round on a workspace; a dead holder's lease is taken over at once."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q

from tenure import clock
from tenure.records.queue import Lease

log = logging.getLogger(__name__)
LENGTH = timedelta(seconds=20)
SLACK = timedelta(minutes=2)  # by how much clocks of machines may differ; who holds one for longer had a wrong clock


def started(pid: int) -> str:
    """When a process of this machine started (kernel ticks), so that a reused number is not taken for it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def holder() -> str:
    """Who this process is: host, process number and start."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{started(pid)}"


def hold(name: str) -> bool:
    """Take or keep a lease; False while a living process holds it. One taken before the clock was set back is free.

    Losing one in mid-round does no harm: every round may run twice, a lease only spares the work.
    """
    now, me = clock.now(), holder()
    lease = Lease.objects.filter(name=name).first()
    if lease is None:
        try:
            with transaction.atomic():
                Lease.objects.create(name=name, holder=me, until=now + LENGTH)
        except IntegrityError:
            return False
        return True
    if lease.holder == me and LENGTH / 2 < lease.until - now <= LENGTH:
        return True
    free = Q(holder=me) | Q(until__lt=now) | Q(until__gt=now + LENGTH + SLACK)
    if _is_dead(lease.holder):
        free |= Q(holder=lease.holder)
    return bool(Lease.objects.filter(free, name=name).update(holder=me, until=now + LENGTH))


@contextmanager
def kept(name: str) -> Iterator[None]:
    """Keep a lease that is held for as long as the work within takes: a thread renews it."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(LENGTH.total_seconds() / 4):
            try:
                hold(name)
            except DatabaseError:
                log.warning("the lease %s could not be renewed; trying again", name, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=renew, name=f"lease {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def release(name: str) -> None:
    """Give a lease back, if this process holds it."""
    Lease.objects.filter(name=name, holder=holder()).delete()


def _is_dead(other: str) -> bool:
    """Whether a holder on this machine is gone; nothing is known of other machines."""
    host, _, process = other.partition(":")
    pid, _, start = process.partition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return not start or started(int(pid)) != start
