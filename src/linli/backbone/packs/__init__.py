"""Packs: a governance model as a folder of YAML, loaded with errors that name file and line."""
