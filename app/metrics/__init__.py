"""Figures with numerator, denominator and the rows behind them; owns no facts of training or feedback."""
