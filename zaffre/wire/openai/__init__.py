"""OpenAI's dialect, one file for each noun."""
