"""Construction sites, units and parties (检查对象库)."""
