"""Registers from workbooks: wholly checked first, all or nothing; the same file again changes nothing."""
