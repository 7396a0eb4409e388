"""What banks send and take: statements read, payment files written. No database, no browser, nothing kept."""
