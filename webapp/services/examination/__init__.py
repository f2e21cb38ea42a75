"""What is right and wrong with an installation: the machine, the data folder, the database, the work, the rules."""
