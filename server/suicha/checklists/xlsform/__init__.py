"""Lists as XLSForm, the sheets of ODK and Kobo: read with a line for all that is lost, and written.

Knows no database and no Flask. Of pyxform, which decides what is an XLSForm, only `port.py` knows.
"""

from suicha.checklists.xlsform.losses import Loss
from suicha.checklists.xlsform.reading import Reading, is_xlsform, read
from suicha.checklists.xlsform.writing import tabs_of

__all__ = ["Loss", "Reading", "is_xlsform", "read", "tabs_of"]
