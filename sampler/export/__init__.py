"""From a finished run to a published artefact."""
