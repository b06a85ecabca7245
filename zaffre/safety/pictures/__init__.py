"""What pictures may pass: filters that look at pixels, and the words that stand in them."""
