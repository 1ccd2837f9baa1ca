"""Measures the bars of the design: `make bench`, or `python -m bench [--quick] [NAME ...]`."""
