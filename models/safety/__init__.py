"""Trains the content-filter classifier: labelled text in; weights, metrics and a model card out."""
