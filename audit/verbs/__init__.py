"""What each verb's entry holds in `data`, theme by theme (section 4 of the log format)."""
