"""Writes docs/metrics from the catalogue and the specifications; with --check it only says whether they are fresh."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tenure.facts.catalogue import CATALOGUE  # noqa: E402 the specifications are no package
from tests.spec.asset_specs import ASSETS  # noqa: E402
from tests.spec.belonging_specs import BELONGING  # noqa: E402
from tests.spec.contract_specs import CONTRACT  # noqa: E402
from tests.spec.custom_specs import CUSTOM  # noqa: E402
from tests.spec.objective_specs import OBJECTIVES  # noqa: E402
from tests.spec.profile_specs import PROFILE  # noqa: E402
from tests.spec.relationship_specs import RELATIONSHIP  # noqa: E402
from tests.spec.revenue_specs import REVENUE  # noqa: E402
from tests.spec.spec import Spec  # noqa: E402
from tests.spec.table import markdown  # noqa: E402
from tests.spec.usage_specs import USAGE  # noqa: E402

PAGES: dict[str, tuple[str, str, tuple[Spec, ...]]] = {
    "usage": (
        "Usage",
        (
            "What accounts do with the product. Events of type track, page and screen count; identify, group and alias do not. "
            "An account that was never seen has no value here; one that was seen before has a known 0 in a window without events."
        ),
        USAGE + BELONGING,
    ),
    "contract": (
        "Contract",
        (
            "What an account has agreed to and pays, as of the day that is asked about. A contract counts from its first day to "
            "the day before its end, and never tells what was only agreed later."
        ),
        CONTRACT,
    ),
    "revenue": (
        "Revenue",
        (
            "What an account buys, how regularly, and whether it pays: from orders and invoices. An account of which no order "
            "(no invoice) is known has no value here; one that ordered before has a known 0 in a window without orders."
        ),
        REVENUE,
    ),
    "relationship": (
        "Relationship",
        (
            "How closely you are in touch: from touchpoints and tickets. An account of which no touchpoint (no ticket) is known "
            "has no value here; one that was touched before has a known 0 in a window without touchpoints. And how far you are "
            "with what you agreed on."
        ),
        RELATIONSHIP + OBJECTIVES,
    ),
    "assets": (
        "Assets",
        (
            "How the apps and sites of an account do, and whether they are kept in order: from the dates of assets and from "
            "measurements, `pushes`, `downloads` and `active_users` a day. The figures of an account and of its assets add up, "
            "retired ones left out. A figure is of its whole day and counts once that day is over."
        ),
        ASSETS,
    ),
    "profile": (
        "Profile",
        (
            "What people and files said of an account, as it stood at the moment that is asked about. Every trait is a fact, too, "
            "named `trait.NAME` and typed as it was sent."
        ),
        PROFILE,
    ),
    "custom": (
        "Custom facts",
        (
            "What a workspace declares itself: how often, on how many days, how much or what last, of an event or a measurement "
            "in so many days. `tenure fact create` makes one and `tenure catalogue --workspace` lists it with its sentence."
        ),
        CUSTOM,
    ),
}
NOTE = "<!-- Made by scripts/render_metrics.py from the declarations and tests/spec; edit those. -->"


def main(arguments: list[str]) -> int:
    """Write or check every page; returns the exit code."""
    folder = ROOT / "docs" / "metrics"
    pages = dict(rendered())
    stale = [
        name for name, text in pages.items() if not (folder / name).exists() or (folder / name).read_text() != text
    ]
    if "--check" in arguments:
        if stale:
            print(
                f"docs/metrics: {', '.join(stale)} differ from the declarations: run python scripts/render_metrics.py"
            )
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).write_text(pages[name])
    return 0


def rendered() -> Iterator[tuple[str, str]]:
    """(file name, text) of every page."""
    yield "index.md", _text(_index())
    for group, (title, about, specs) in PAGES.items():
        yield f"{group}.md", _text(_page(group, title, about, specs))


def _index() -> Iterator[str]:
    yield from (NOTE, "", "# Facts", "", "Everything that Tenure computes about an account is a fact as of a moment.")
    yield "A bare date means its end (UTC); inside a day, today so far counts as well."
    yield ""
    for group, (title, about, _) in PAGES.items():
        names = ", ".join(f"`{fact.name}`" for fact in CATALOGUE.values() if fact.group == group)
        yield from (f"## [{title}]({group}.md)", "", about, "", *((names, "") if names else ()))


def _page(group: str, title: str, about: str, specs: tuple[Spec, ...]) -> Iterator[str]:
    yield from (NOTE, "", f"# {title}", "", about, "")
    facts = [fact for fact in CATALOGUE.values() if fact.group == group]
    if facts:
        yield from ("| Fact | Type | Unit | What it says | When unknown |", "| --- | --- | --- | --- | --- |")
    for fact in facts:
        yield f"| `{fact.name}` | {fact.type} | {fact.unit} | {fact.sentence} | {fact.unknown} |"
    yield from (*([""] if facts else []), "## By example", "", "Every example is a test. “–” is no value.", "")
    for spec in specs:
        yield from _example(spec)


def _example(spec: Spec) -> Iterator[str]:
    yield from (f"### {spec.says.removesuffix('.')}", "")
    for name, table in spec.given.items():
        yield from (f"Given these {name}:", "", *markdown(table), "")
    yield from ("The answers are:", "", *markdown(spec.then), "")


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
