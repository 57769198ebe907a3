"""Rows into answers: plain functions from what queries give to what `serializers.outputs` name."""
