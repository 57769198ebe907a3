"""The demo office: an invented office with a believable year round the present day."""
