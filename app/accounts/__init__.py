"""People, departments, project groups, roles and sign-in."""
