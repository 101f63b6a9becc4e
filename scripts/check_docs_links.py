"""Does every link between the project's documents lead somewhere? Files and headings inside them; the web is left alone."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """Every Markdown file that is part of the project, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def anchors(document: Path) -> set[str]:
    """The names of a document's headings as GitHub makes them."""
    text = FENCE.sub("", document.read_text())
    plain = (re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def broken(document: Path) -> list[str]:
    """The links of a document that lead nowhere, as sentences."""
    sentences = []
    for target in LINK.findall(FENCE.sub("", document.read_text())):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        found = (document.parent / name).resolve() if name else document
        where = f"{document.relative_to(ROOT)}: {target}"
        if not found.is_relative_to(ROOT) or not found.exists():
            sentences.append(f"{where} does not exist")
        elif anchor and found.suffix == ".md" and anchor not in anchors(found):
            sentences.append(f"{where} has no such heading")
    return sentences


def main() -> int:
    """Check every document; 0 when all links hold, 1 with a line for each that does not."""
    found = [sentence for document in documents() for sentence in broken(document)]
    print("\n".join(found) if found else "docs links fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
