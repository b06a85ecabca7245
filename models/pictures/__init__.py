"""How the embedded ways to make pictures are made."""
