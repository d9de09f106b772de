"""The shell over the sample provinces, for contracts that every screen must keep."""

from tests.app.conftest import visited_url  # noqa: F401 (a fixture of these tests)
