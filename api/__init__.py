"""The HTTP API /api/v1/: parse, ask the policy, call a service or a query, render; nothing else."""
