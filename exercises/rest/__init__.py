"""What every room's API is built of: strict input, problems, preconditions, pages, limits, schema."""
