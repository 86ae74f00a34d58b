"""What is said to everybody: notices that stand for their time, and how they came to stand there (C70)."""
