"""Whatever the document allows to ask, and much that it does not: does the server answer as the document says?"""

import subprocess
import sys
from collections import Counter

import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis import checks
from schemathesis.generation.meta import TestPhase

from tenure.api.openapi import described
from tests.servers import Server, environment, start
from tests.unit.api.test_records import ONE_OF_EACH

EXAMPLES = 8  # of each operation; the whole file stays under a minute
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SET_UP = """
import django; django.setup()
from tenure.actions.keys import create_key
from tenure.actions.records import upsert
from tenure.records.models import Workspace
made = Workspace.objects.get(slug="acme")
print(create_key(workspace=made, kind="api", by="test"))
"""
schema = schemathesis.openapi.from_dict(described())
schema.config.phases.coverage.unexpected_methods = set()  # test_problems asks for those


class Asked:
    """A running server, and a session with a key of a workspace that has one record of each kind."""

    def __init__(self, server: Server) -> None:
        made = subprocess.run(
            [sys.executable, "-c", SET_UP], env=environment(server.data), capture_output=True, text=True, check=True
        )
        self.url = server.url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {made.stdout.strip()}"
        for kind, sent in ONE_OF_EACH.items():
            answer = self.session.post(f"{self.url}/api/v1/{kind}", json=sent)
            assert answer.status_code == 201, answer.text
        self._derived: Counter[str] = Counter()

    def passes_over(self, case: schemathesis.Case) -> bool:
        """Whether a case is one of the two in three that are not asked of the very many derived from the document."""
        if case.meta is None or case.meta.phase.name is not TestPhase.COVERAGE:
            return False
        self._derived[case.operation.label] += 1
        return bool(self._derived[case.operation.label] % 3)


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Asked:
    server = start(tmp_path_factory.mktemp("api"), TENURE_API_RATE_LIMIT="0")
    yield Asked(server)
    server.stop()


@schema.parametrize()
@settings(max_examples=EXAMPLES)
def test_every_answer_is_one_that_the_document_names(case, asked):
    if asked.passes_over(case):
        return
    kind = case.path.split("/")[3]
    if "key" in (case.path_parameters or {}) and len(case.path_parameters["key"]) % 2:
        case.path_parameters["key"] = ONE_OF_EACH[kind].get("key", "1")  # one that is there
    if isinstance(case.body, dict) and isinstance(case.body.get("account"), str):
        case.body["account"] = "bakery"
    response = case.call(base_url=asked.url, session=asked.session)
    case.validate_response(response, checks=CHECKS)
