"""Forms; the pages stand in front/views/registers/offers.py and front/views/posted.py."""
