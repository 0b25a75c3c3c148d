"""Receipts (回执): whoever holds a number and a file learns whether it is what was received."""
