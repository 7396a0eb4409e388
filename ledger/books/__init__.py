"""The double-entry journal: chart, rule table, entries, balances."""
