"""What is done to runs and disbursements: planning, gathering, releasing, outcomes, giving up."""
