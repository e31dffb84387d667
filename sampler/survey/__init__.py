"""What a prepared folder is like as a whole: how sounds begin and ring, which are alike, which stand out."""
