"""Who is named in a mail and what its words say of them; who holds the pen."""
