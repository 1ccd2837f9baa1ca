"""Role-tiered training paths: content, drills, quizzes, the completion ledger and certificates."""
