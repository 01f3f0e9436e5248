"""How our answers read: templates, languages, layout, and the bytes of the mail."""
