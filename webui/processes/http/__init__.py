"""The web server's connections: no slow client holds a thread."""
