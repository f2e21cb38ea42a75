"""An invented round: clusters, experts and scores that exist nowhere, played through the real use cases."""
