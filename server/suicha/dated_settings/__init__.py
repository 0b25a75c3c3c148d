"""The desk of an office's dated settings; places keeps them, below who may sign in."""
