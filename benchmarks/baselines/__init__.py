"""Plain implementations and other methods that benchmarks compare with."""
