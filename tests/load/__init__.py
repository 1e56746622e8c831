"""Times and memory, measured: `make bench`. Nothing here is a test; no test depends on how fast a machine is."""
