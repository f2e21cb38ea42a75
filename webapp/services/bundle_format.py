"""What makes a file a bundle of this release."""

from pathlib import Path

FORMAT = "zeyou-bundle-2"
# Parts that no act binds: the list of hashes, the ledger itself, the index that only locates, the signed heads,
# and the sealed names, which the act that took them binds.
UNBOUND = ("manifest.json", "ledger.json", "index.json", "checkpoints.json", "names.json")
# The program that a stranger can read travels along, byte for byte as in this release.
PROGRAM = Path(__file__).with_name("verify_alone.py")
