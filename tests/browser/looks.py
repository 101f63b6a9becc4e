"""Does a page fit its width, and what does axe say of it: on a dark phone, and on a light desk?"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WCAG: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # all of them; thousands of elements that pass need not be described
}
LOOKS = WCAG | {"runOnly": {"type": "rule", "values": [
    "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size", "region", "label",
    "button-name", "link-name", "aria-hidden-focus", "heading-order",
]}}  # what light and width can change  # fmt: skip
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .map((one) => `${one.nodeName.toLowerCase()}.${one.className}`).slice(0, 6).join(" ")"""
STILL = """Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished)
).then(() => null)"""


def faults(page, options: dict[str, Any] = WCAG) -> list[str]:
    """What axe finds, in words, once nothing fades any more: half faded in, words have less contrast than anybody reads."""
    page.evaluate(STILL)
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def wrong_looks(page) -> list[str]:
    """What is wrong with a page that stands on a dark phone: there axe looks at everything, then again on a light desk."""
    wrong = too_wide(page, "a phone") + [f"dark phone: {one}" for one in faults(page)]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    return wrong + [f"light: {one}" for one in faults(page, LOOKS)] + too_wide(page, "a desk's screen")


def too_wide(page, screen: str) -> list[str]:
    """What reaches beyond the screen, where anything does."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"wider than {screen}: {page.evaluate(WIDER)}"] if wide else []


def assert_looks_well(page) -> None:
    """Nothing is wrong with a page that was opened on a dark phone."""
    assert wrong_looks(page) == []


def assert_accessible(page) -> None:
    """Axe finds nothing on the page as it stands."""
    assert faults(page) == []
