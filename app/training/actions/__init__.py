"""What training does: publish, assign, record answers, complete."""
