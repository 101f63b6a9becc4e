"""Which commands are there, where does each live, and what does it do in a sentence?"""

from typing import NamedTuple


class Line(NamedTuple):
    """One command: the module that holds it as ``command``, and its sentence in the list."""

    module: str
    says: str


_HERE = "tenure.commands."
COMMANDS = {
    "serve": Line(_HERE + "serve", "Serve pages, API and capture, with the worker beside it."),
    "work": Line(_HERE + "work", "Run the rounds: seal events, compute facts and health, keep the log."),
    "demo": Line(_HERE + "demo", "Make a workspace to look around in."),
    "doctor": Line(_HERE + "doctor", "Check the set-up and say what is wrong."),
    "workspace": Line(_HERE + "workspace", "Create workspaces and list them."),
    "member": Line(_HERE + "member", "Let a person into a workspace."),
    "key": Line(_HERE + "key", "Create, list and revoke keys for programs."),
    "webhook": Line(_HERE + "webhook", "Tell other programs what happens; list, stop, see what was told."),
    "import": Line(_HERE + "import_", "Bring a file in: accounts, contracts, orders, tickets, events and more."),
    "feed": Line(_HERE + "feed", "Read a file behind an address every day; list, stop, see what came of it."),
    "undo": Line(_HERE + "undo", "Take an import back."),
    "facts": Line(_HERE + "facts", "What is known of accounts, as of any moment."),
    "health": Line(_HERE + "health", "How healthy accounts are and why, as of any moment."),
    "backtest": Line(_HERE + "backtest", "What a rule, a signal or a scorecard would have caught."),
    "report": Line(_HERE + "report", "Retention, revenue and cohorts between two days."),
    "incidents": Line(_HERE + "incidents", "What went wrong for several accounts at once, and who was told."),
    "plays": Line(_HERE + "plays", "Which plays run, what they do, and which accounts are on them."),
    "segments": Line(_HERE + "segments", "Which segments there are, whom they mean, and who is in one."),
    "signals": Line(_HERE + "signals", "What is watched, and how often it fired."),
    "alerts": Line(_HERE + "alerts", "Which accounts need somebody, and why."),
    "tasks": Line(_HERE + "tasks", "What is to be done, by whom and by when."),
    "fact": Line(_HERE + "fact", "Declare a fact of your own, from an event or a measurement."),
    "catalogue": Line(_HERE + "catalogue", "Every fact there is, with the sentence that explains it."),
    "unassigned": Line(_HERE + "unassigned", "Actors whose events reach no account yet."),
    "dead-letters": Line(_HERE + "dead_letters", "Events that could not be kept, with the reason; replay them."),
    "erase": Line(_HERE + "erase", "Remove every byte about a person or an account."),
    "backup": Line(_HERE + "backup", "Write everything to one file, beside a running server."),
    "restore": Line(_HERE + "restore", "Bring a backup back."),
}
