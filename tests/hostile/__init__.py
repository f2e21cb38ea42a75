"""What an attacker sends: files, texts, requests; nothing of it may run, leak or break."""
