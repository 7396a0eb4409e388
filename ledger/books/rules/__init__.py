"""The chart of accounts and the rule table, as data. Pure."""
