"""What a map at the desk is drawn on: the tiles that this installation shows, or none."""
