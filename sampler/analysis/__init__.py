"""What is heard in a sound: spectra, distances, pitch, decay, and the features that encoders read."""
