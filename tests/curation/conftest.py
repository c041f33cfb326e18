"""A council with an announced round."""

import pytest

from tests.curation.cases import Council, make_council


@pytest.fixture
def council(db) -> Council:
    """A round that takes works, its panel of a chair and five curators, two of the secretariat."""
    return make_council()
