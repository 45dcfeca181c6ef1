"""Files that members hang on what they write: pictures, PDF, office files and plain text."""
