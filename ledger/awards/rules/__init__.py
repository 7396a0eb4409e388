"""Schedules that sum exactly, and which stage may follow which. Pure."""
