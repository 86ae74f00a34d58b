"""What every part of the API shares: who calls, what is typed, what a no looks like, what the OpenAPI file says."""
