"""Venues 阵地: centres, stations and rooms, where they are, what they hold and when they are open (C39)."""
