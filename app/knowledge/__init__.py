"""Articles that answer before somebody is asked, questions to superusers, and drafts that grow out of their answers."""
