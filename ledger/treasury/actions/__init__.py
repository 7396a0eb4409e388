"""What changes in the treasury: each verb one unit of work. The kinds of proposal are registered where they live."""
