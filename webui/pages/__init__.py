"""HTML pages: templates that the browser fills with data of the API."""
