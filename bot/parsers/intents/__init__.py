"""What a mail wants: the phrases of the rules, weighed against what models hear."""
