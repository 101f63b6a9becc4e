"""An account key of 10,000 characters, or one that looks like a path, from programs and files to the console."""

import json
import re

from tests.bad_days.site import Site
from tests.installation import wait_for

LONG = "k" * 10_000
LONGEST = "ü" * 255
PATHS = ["../../../etc/passwd", "..", "/etc/passwd", "C:\\Windows", "%2e%2e%2fout", "a/b?c#d", "~2E", ".hidden"]


def test_capture_refuses_a_key_of_10000_characters_and_says_which_field(site):
    for call in ({"userId": "u", "groupId": LONG}, {"userId": "u", "context": {"groupId": LONG}}):
        kind = "group" if "groupId" in call else "track"
        status, answer = site.post(f"/v1/{kind}", {"event": "Opened", **call})
        assert status == 400
        assert re.fullmatch(r"(context\.)?groupId has 10,000 characters; at most 255 are taken", answer["message"])


def test_one_such_key_in_a_batch_does_not_keep_the_others_out(site):
    calls = [{"type": "group", "userId": "u", "groupId": key} for key in (LONG, "good neighbour")]
    status, answer = site.post("/v1/batch", {"batch": calls})
    assert (status, answer["accepted"], answer["rejected"]) == (200, 1, 1)
    assert "10,000 characters" in answer["errors"][0]["message"]
    wait_for(lambda: "good neighbour" in site.account_keys("acme"), "the neighbour is there")
    assert any(LONG in letter["body"] for letter in site.json("dead-letters", "-w", "acme")), "it can be replayed"


def test_an_import_keeps_such_a_row_out_and_the_others_in(site, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text(f"key,name\n{LONG},Long\n../../out,Out\n{LONGEST},Longest\n")
    report = json.loads(site.tenure("import", "accounts", str(file), "-w", "acme", "--json", expect=3))
    assert [report[count] for count in ("rows", "created", "failed")] == [3, 2, 1]
    (error,) = report["errors"]
    assert (error["row"], error["column"]) == (1, "key")
    assert error["reason"].endswith("is longer than 255 characters")
    assert len(json.dumps(report)) < 2_000, "the key itself is not repeated"
    assert {"../../out", LONGEST} <= site.account_keys("acme")
    assert LONG not in site.account_keys("acme")


def test_keys_that_look_like_paths_name_accounts_and_nothing_else(site):
    site.track("ordinary", account="plain")
    site.until_computed()  # by then everything that belongs in a data directory is in it
    keys, before = [*PATHS, LONGEST], outside(site)
    for number, key in enumerate(keys):
        assert site.post("/v1/group", {"userId": "u", "groupId": key, "traits": {"plan": f"Plan {number}"}})[0] == 200
        assert site.track(f"path {number}", account=key) == 200
    site.until_computed()
    wanted = [word for key in keys for word in ("-a", key)]
    found = site.json("facts", "-w", "acme", *wanted, "-f", "events_7", "-f", "trait.plan")
    expected = {key: {"events_7": 1, "trait.plan": f"Plan {number}"} for number, key in enumerate(keys)}
    assert {one["account"]: one["facts"] for one in found} == expected
    assert outside(site) == before


def test_the_console_opens_each_of_these_accounts_by_the_link_in_the_list(site):
    browser = site.member("acme", "paths@example.com")
    for key in (*PATHS, LONGEST):
        site.post("/v1/group", {"userId": "u", "groupId": key, "traits": {"name": f"Account {key[:30]}"}})
    site.until_computed()
    status, page = browser.get("/w/acme/accounts?q=Account")
    assert status == 200
    links = set(re.findall(r'href="(/w/acme/accounts/[^"?]+)"', page))
    assert len(links) >= len(PATHS) + 1
    for link in links:
        status, page = browser.get(link)
        assert (status, "Account" in page) == (200, True), link
    assert browser.get("/w/acme/accounts/" + LONG)[0] == 404
    assert browser.get("/w/acme/accounts/../../../etc/passwd")[0] == 404


def outside(site: Site) -> list[str]:
    """What lies around the data directory, and in it beside what belongs there."""
    around = [path.name for path in site.data.parent.iterdir()]
    inside = [path.name for path in site.data.iterdir() if not path.name.endswith(("-wal", "-shm", ".lock"))]
    return sorted([*around, *inside, *(path.name for path in site.home.logs.iterdir())])
