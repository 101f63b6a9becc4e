"""A key or a seat in one workspace opens nothing of another, and no command reaches across."""

from collections import Counter


def test_a_write_key_writes_to_its_own_workspace_whatever_the_event_says(site):
    site.track("before", site.keys["rival"])
    call = {"userId": "u", "event": "Opened", "messageId": "theirs", "workspace": "acme", "projectId": "acme"}
    status, _ = site.post("/v1/track", {**call, "writeKey": site.keys["acme"]}, site.keys["rival"])
    assert status == 200
    assert site.track("ours") == 200
    site.until_computed("rival")
    site.until_computed("acme")
    assert Counter(site.ids("rival"))["theirs"] == 1, "the key in the header is the one that counts"
    assert "theirs" not in site.ids("acme")
    assert "ours" not in site.ids("rival")


def test_a_key_for_the_api_opens_no_capture(site):
    api = site.json("key", "create", "--workspace", "acme", "--kind", "api")["key"]
    call = {"userId": "u", "event": "Opened", "messageId": "with an api key"}
    for sent in ((call, api), ({**call, "writeKey": api}, "unknown")):
        status, answer = site.post("/v1/track", *sent)
        assert (status, answer["code"]) == (401, "unknown_key")
        assert "key create --kind write" in answer["message"]


def test_a_member_of_one_workspace_is_told_nothing_of_another(site):
    site.track("rival's", site.keys["rival"], "secret customer")
    site.post("/v1/group", {"userId": "u", "groupId": "secret customer"}, site.keys["rival"])
    site.until_computed("rival")
    ada = site.member("acme", "ada@example.com")
    assert ada.get("/w/acme/accounts")[0] == 200
    for page in (
        "/w/rival/",
        "/w/rival/accounts",
        "/w/rival/accounts/secret%20customer",
        "/w/rival/trends",
        "/w/rival/live",
    ):
        status, text = ada.get(page)
        assert (status, "secret customer" in text) == (404, False), page
    assert ada.get("/w/acme/accounts/secret%20customer")[0] == 404
    assert "secret customer" not in ada.get("/w/acme/accounts?q=secret")[1].replace('value="secret', "")


def test_commands_for_one_workspace_do_not_know_accounts_imports_and_keys_of_another(site, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("key\ntheir customer\n")
    number = site.json("import", "accounts", str(file), "-w", "rival")["import"]
    for words in (("facts", "-a", "their customer"), ("health", "-a", "their customer")):
        assert site.says(*words, "-w", "acme") == (2, anything_with("has no account “their customer”"))
    assert site.says("erase", "-a", "their customer", "--yes", "-w", "acme") == (
        2,
        anything_with("has no such account"),
    )
    assert site.says("undo", str(number), "-w", "acme") == (2, anything_with(f"There is no import {number} in acme"))
    (key, *_) = [one["id"] for one in site.json("key", "list", "-w", "rival")]
    assert site.says("key", "revoke", str(key), "-w", "acme") == (2, anything_with(f"has no key {key} in use"))
    assert site.says("facts") == (2, anything_with("Say which workspace"))
    assert "their customer" in site.account_keys("rival")
    assert site.track("after all that", site.keys["rival"]) == 200


class anything_with(str):  # noqa: N801, SLOT000 - reads as part of a comparison
    """Equal to any text that holds it."""

    def __eq__(self, other: object) -> bool:
        return str(self) in str(other)

    __hash__ = str.__hash__
