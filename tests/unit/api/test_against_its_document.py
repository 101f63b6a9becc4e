"""Whatever the document allows to ask, and much that it does not: does the server answer as the document says?"""

from collections import Counter

import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis import checks
from schemathesis.config import CoveragePhaseConfig
from schemathesis.generation.meta import TestPhase

from tenure.api.openapi import described
from tests.unit.api.served import Served
from tests.unit.api.test_records import ONE_OF_EACH

EXAMPLES = 6  # of each operation; the whole file stays under a minute
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# Kinds whose operations are made by the same code as those of accounts, orders and contracts, of the same types.
ALIKE = r"/api/v1/(contacts|invoices|assets|touchpoints|tickets|notes)"


def loaded(**coverage) -> schemathesis.BaseSchema:
    found = schemathesis.openapi.from_dict(described())
    found.config.phases.coverage = CoveragePhaseConfig(**coverage)
    return found


schema = loaded(unexpected_methods=set()).exclude(path_regex=ALIKE)  # test_problems asks by other methods
alike = loaded(enabled=False).include(path_regex=ALIKE)


class Asked:
    """A running server, and a session with a key of a workspace that has one record of each kind."""

    def __init__(self, served: Served) -> None:
        self.url = served.url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {served.key}"
        for kind, sent in ONE_OF_EACH.items():
            answer = self.session.post(f"{self.url}/api/v1/{kind}", json=sent)
            assert answer.status_code == 201, answer.text
        self._derived: Counter[str] = Counter()

    def ask(self, case: schemathesis.Case) -> None:
        """Send a case, half of them about what is there, and hold the answer against the document."""
        if self._passes_over(case):
            return
        kind = case.path.split("/")[3]
        if "key" in (case.path_parameters or {}) and len(case.path_parameters["key"]) % 2:
            case.path_parameters["key"] = ONE_OF_EACH[kind].get("key", "1")
        if isinstance(case.body, dict) and isinstance(case.body.get("account"), str):
            case.body["account"] = "bakery"
        response = case.call(base_url=self.url, session=self.session)
        case.validate_response(response, checks=CHECKS)

    def _passes_over(self, case: schemathesis.Case) -> bool:
        """Whether a case is one of the two in three that are not asked of the very many derived from the document."""
        if case.meta is None or case.meta.phase.name is not TestPhase.COVERAGE:
            return False
        self._derived[case.operation.label] += 1
        return bool(self._derived[case.operation.label] % 3)


@pytest.fixture(scope="module")
def asked(tmp_path_factory, postgres) -> Asked:
    # PostgreSQL takes less than SQLite does: no zero bytes, no number that is too large.
    served = Served(
        tmp_path_factory.mktemp("api"), DATABASE_URL=postgres.migrated_database(), TENURE_API_RATE_LIMIT="0"
    )
    yield Asked(served)
    served.stop()


@schema.parametrize()
@settings(max_examples=EXAMPLES)
def test_every_answer_is_one_that_the_document_names(case, asked):
    asked.ask(case)


@alike.parametrize()
@settings(max_examples=EXAMPLES)
def test_so_is_every_answer_about_kinds_that_are_alike(case, asked):
    asked.ask(case)
