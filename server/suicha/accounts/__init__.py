"""People, their roles and devices, and the inspectors' cards (检查人员库)."""
