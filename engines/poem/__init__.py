"""The poem engine: corpus, prosody, network, writer."""
