"""Open311 GeoReport v2: what programs made for other cities ask, answered by the commands and queries of this house."""
