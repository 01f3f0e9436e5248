"""Names of people in a text, and the words for who they are to each other."""
