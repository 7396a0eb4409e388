"""What finance does with the organisation's own money: accounts, rates, exchanges, refunds, periods."""
