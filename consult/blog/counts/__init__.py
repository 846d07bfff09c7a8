"""What articles lead to: counted by day, and reported to staff."""
