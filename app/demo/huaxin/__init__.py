"""Huaxin Auto Parts: a believable company with months of training, ideas and meetings behind it."""
