"""What files for other systems look like: profiles, masks and templates, without database or page."""
