"""Who is next where work is slow: a fair queue among projects."""
