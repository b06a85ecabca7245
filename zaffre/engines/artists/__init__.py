"""Ways to draw pictures, each in a process of its own."""
