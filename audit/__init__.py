"""What an independent auditor runs: the verifier of an Almoner bundle. Standard library only."""
