"""Read, prepare, analyse, shape and write audio, with NumPy, soundfile and soxr only."""
