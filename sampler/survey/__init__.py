"""Survey a prepared folder: attack and decay of its hits, near-duplicates and outliers."""
