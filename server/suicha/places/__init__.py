"""Places: jurisdictions, agencies and dated settings with their legal basis."""
