"""How suggestions are weighed, put in order and explained: pure, and measured by `benchmarks/suggestions.py`."""
