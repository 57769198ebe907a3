"""What the API takes: every name declared, every other refused."""
