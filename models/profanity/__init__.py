"""Makes the file of hashes that the profanity filter reads: word lists in, no word out."""
