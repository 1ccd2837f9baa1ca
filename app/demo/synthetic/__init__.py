"""A synthetic company of any size, for trials and benchmarks."""
