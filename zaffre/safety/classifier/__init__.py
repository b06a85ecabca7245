"""The classifier that ships with the product: n-grams clear what is plainly clean, a transformer reads the rest."""
