"""The tests: by capability, in the words of the domain."""

from pkgutil import iter_modules

import pytest

# A helper that is imported by tests says what it saw, as a test itself does.
pytest.register_assert_rewrite(*(module.name for module in iter_modules(__path__, f"{__name__}.")))
