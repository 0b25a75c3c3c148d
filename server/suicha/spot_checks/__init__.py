"""抽查: one visit, recorded by two inspectors, signed."""
