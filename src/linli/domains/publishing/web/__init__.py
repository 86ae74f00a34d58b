"""Forms; the pages stand in front/views/bulletin.py and front/views/posted.py."""
