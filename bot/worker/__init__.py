"""What runs unattended: reads mailboxes, thinks, delivers, each in threads or a process of its own."""
