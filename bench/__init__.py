"""Benchmarks that print figures; nothing here is asserted in a test. `make bench` runs them all."""
