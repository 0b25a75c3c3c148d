"""Excel and CSV in and out: heads, rows, cells, and a report line for each that is at fault.

Knows no database and no register: those name their columns (`Column`) and judge their rows.
"""

from suicha.sheets.cells import Cells
from suicha.sheets.columns import Column, Fault, Report, Row
from suicha.sheets.reading import MOST_BYTES, MOST_ROWS, Sheet, opened
from suicha.sheets.writing import Format, write

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Cells",
    "Column",
    "Fault",
    "Format",
    "Report",
    "Row",
    "Sheet",
    "opened",
    "write",
]
