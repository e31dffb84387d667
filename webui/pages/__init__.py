"""Pages for people: templates that the browser fills from the API."""
