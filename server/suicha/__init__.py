"""Suicha 随查: spot checks of a construction authority, from the draw to the public page."""
