"""placeholder while the house is being put up."""


def load() -> str:
    """Load nothing yet."""
    return ""
