"""检验批: a lot by GB 50300-2013, its dominant and general items, of a cast-in-place structure.

Clauses, samples and tolerances are from memory: every item is unverified.
"""

from suicha.checklists.definition import Definition
from suicha.checklists.library.plain import written


def definition() -> Definition:
    """Build the list, as an example that an office copies for its other lots."""
    return written("gb50300_lot")
