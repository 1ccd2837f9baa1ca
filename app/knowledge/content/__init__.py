"""Articles as files: Markdown with front matter in, frozen objects and faults out.

Pure Python: no Flask, no database.
"""
