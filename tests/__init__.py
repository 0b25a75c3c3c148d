"""The tests: by capability, in the words of the domain."""

import pytest

# A helper that is imported by tests says what it saw, as a test itself does.
pytest.register_assert_rewrite(__name__)
