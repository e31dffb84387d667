"""Processes below the web: children with limits, and the supervision of all."""
