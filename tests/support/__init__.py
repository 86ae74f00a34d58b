"""What tests across domains share."""
