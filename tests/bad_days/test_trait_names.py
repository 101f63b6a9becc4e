"""A trait named `__class__`, and others that mean something to a language rather than to a business."""

NAMES = [
    "__class__",
    "__dict__",
    "__init__",
    "constructor",
    "__proto__",
    "pk",
    "a.b",
    "{{ 7 }}",
    "%s",
    "'; DROP TABLE x; --",
    "a,b",
    "a",
    "b",
]


def test_any_name_is_a_trait_from_capture_to_facts_health_and_console(site):
    traits = {name: f"value {number}" for number, name in enumerate(NAMES)}
    assert site.post("/v1/group", {"userId": "u", "groupId": "odd traits", "traits": traits})[0] == 200
    site.until_computed()
    (found,) = site.json("facts", "-w", "acme", "-a", "odd traits")
    named = {name.removeprefix("trait."): value for name, value in found["facts"].items() if name.startswith("trait.")}
    assert named == traits
    (one,) = site.json("facts", "-w", "acme", "-a", "odd traits", "-f", "trait.__class__")
    assert one["facts"] == {"trait.__class__": "value 0"}
    status, page = site.member("acme", "traits@example.com").get("/w/acme/accounts/odd%20traits")
    assert status == 200
    assert "__class__" in page
    assert "value 0" in page
    assert "49" not in page[page.index("{{ 7 }}") :][:200], "a name is text, not a template"


def test_a_column_of_such_a_name_is_a_trait_too(site, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("key,__class__,__len__\nfrom a file,Premium,3\n")
    report = site.json("import", "accounts", str(file), "-w", "acme")
    assert (report["created"], report["errors"]) == (1, [])
    (found,) = site.json("facts", "-w", "acme", "-a", "from a file", "-f", "trait.__class__", "-f", "trait.__len__")
    assert found["facts"] == {"trait.__class__": "Premium", "trait.__len__": 3}


def test_a_fact_that_is_only_named_like_one_is_refused_by_name(site):
    site.post("/v1/group", {"userId": "u", "groupId": "odd traits"})
    code, said = site.says("facts", "-w", "acme", "-f", "__class__")
    assert code == 2
    assert "__class__" in said
