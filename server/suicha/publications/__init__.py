"""What the public may see, rendered as static pages."""
