"""Tables and the statements on them, one file of statements for each noun."""
