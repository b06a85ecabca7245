"""A day of two million pictures, simulated event by event with the queue that Zaffre runs."""

from benchmarks.queue_simulation.report import rows

__all__ = ["rows"]
