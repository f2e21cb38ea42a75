"""Every SELECT, named by the question it answers."""
