"""Hazards (隐患): reported on site, worked through in a queue, shown by a light."""
