def write_history(**k): return 0
