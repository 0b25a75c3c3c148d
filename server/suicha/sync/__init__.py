"""Push (commands in) and pull (changes out)."""
