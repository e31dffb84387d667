"""What is heard in the studio: keys, level, beat and MIDI."""
