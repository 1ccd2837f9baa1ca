"""What every house that is written in files needs: Markdown, front matter, faults with their place, texts in both languages.

Pure Python: no Flask, no database, and no word of any one house.
"""
