"""What did this process accept and refuse, and how long did it take to keep it?"""

from prometheus_client import Counter, Gauge, Histogram

ACCEPTED = Counter("tenure_capture_events_accepted", "Events that were acknowledged")
REFUSED = Counter("tenure_capture_requests_refused", "Requests that were refused", ["reason"])
DEAD = Counter("tenure_capture_events_dead", "Events that went to the dead letters")
COMMIT = Histogram(
    "tenure_capture_commit_seconds",
    "Time to make a group of requests durable",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
GROUP = Histogram(
    "tenure_capture_commit_requests",
    "Requests that shared a commit",
    buckets=(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000),
)
WAITING = Gauge("tenure_capture_waiting_requests", "Requests between the network and the spool")
