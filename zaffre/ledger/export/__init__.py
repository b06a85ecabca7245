"""Entries of the ledger as files: written block by block, however many there are."""
