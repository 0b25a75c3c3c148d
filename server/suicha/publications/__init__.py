"""Publications (公示): what the public may read, rendered as static pages."""
