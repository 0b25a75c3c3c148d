"""五方责任主体: the quality and safety duties of the five participants, unit by unit.

Articles of the two regulations of the State Council (orders 279 and 393) were compared with a
public copy; those of order 37 and of 建质 2014-124 are from memory and labelled so.
"""

from suicha.checklists.definition import Definition
from suicha.checklists.library.plain import written


def definition() -> Definition:
    """Build the list; dangerous works and cranes are asked for only where a site has some."""
    return written("duties")
