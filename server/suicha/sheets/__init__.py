"""Excel and CSV in and out: heads, rows, cells, and a report line for each that is at fault.

Knows no database and no register: those name their columns (`Column`) and judge their rows.
"""

from suicha.sheets.cells import Cells
from suicha.sheets.columns import Column, Fault, Report, Row
from suicha.sheets.reading import MOST_BYTES, MOST_ROWS, Sheet, opened
from suicha.sheets.tabs import MOST_LINES, Tabs, read_tabs, tab_names
from suicha.sheets.writing import Format, Tab, write, write_tabs

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "MOST_ROWS",
    "Cells",
    "Column",
    "Fault",
    "Format",
    "Report",
    "Row",
    "Sheet",
    "Tab",
    "Tabs",
    "opened",
    "read_tabs",
    "tab_names",
    "write",
    "write_tabs",
]
