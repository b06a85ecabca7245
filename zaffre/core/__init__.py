"""The words every layer speaks; imports nothing of ours."""
