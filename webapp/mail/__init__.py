"""The ways out: mail and webhook, bytes only; neither database nor request."""
