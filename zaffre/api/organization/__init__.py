"""Administration over HTTP: thin, a file for each noun."""
