"""What happens between the compiled calls of `fit`: one callback a file."""
