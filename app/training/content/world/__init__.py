"""The mini-world: a small project tool declared in YAML, in which a learner really does things. Pure Python.

`read` makes a `World` of a file, `operations` carry out what the learner posts, `checks` say what is so in the end.
What was done is a list of operations; the state is always replayed from the beginning, never trusted from outside.
"""
