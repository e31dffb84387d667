"""Everything between a file of audio and an array of samples. NumPy, soundfile and soxr only."""
