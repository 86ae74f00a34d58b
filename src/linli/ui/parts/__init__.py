"""Parts of pages as template tags; templatetags/linli.py offers them together."""
