"""Journeys: whole walks in a real browser, on real parts."""
