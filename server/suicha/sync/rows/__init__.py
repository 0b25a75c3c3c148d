"""How the rows of a pull are written: a module for each kind, a page of one kind at a time."""
