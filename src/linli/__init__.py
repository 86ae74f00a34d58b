"""Linli 邻里: one engine for neighbourhood governance; each governance model is a pack of data."""

__version__ = "0.1.0"
