"""Any company from one file: people, training, ideas and all that figures are made of."""
