"""Plans, frozen rosters and the draw."""
