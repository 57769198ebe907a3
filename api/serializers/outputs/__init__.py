"""What the API answers: TypedDicts, so that mypy holds the views to the OpenAPI document."""
