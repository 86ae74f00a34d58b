"""What organizations offer to their neighbours (资源清单): made, vetted, open to everybody for a time (C55)."""
