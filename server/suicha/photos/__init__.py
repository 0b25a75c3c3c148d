"""Evidence bytes: promised, resumable, content-addressed, verified, rendered."""
