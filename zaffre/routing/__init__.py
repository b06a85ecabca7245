"""From a deployment's name to the engine that answers for it."""
