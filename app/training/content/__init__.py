"""The content engine of training: Markdown with front matter in, frozen objects, grading and hashes out.

Pure Python: no Flask, no database. Callers use `load` (files to a `Path`), `check` (every fault of a folder),
`grading` (answers to a `Result`), `hashes` and the objects of `objects`, `questions`, `quiz` and `kinds`.

Keys (right answers, hints, explanations, scores, ids) live in the content objects and stay on the server. A page
gets what `presentation(language, seed, answers)` returns, which holds no reference back to the object it shows.
"""
