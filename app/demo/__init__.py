"""A believable company for trials, screenshots and benchmarks."""
