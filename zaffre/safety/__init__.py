"""What content may pass: filters that see, policies that decide, windows over streams."""
