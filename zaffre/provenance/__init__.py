"""Where a picture comes from: marks that are seen by machines alone, and credentials that anyone can check."""
