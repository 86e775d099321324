"""Measurements, each read off a run; ratios within one run, because machines are noisy."""
