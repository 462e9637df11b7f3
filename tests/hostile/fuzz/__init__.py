"""Properties of whatever may come in, over many thousand cases: `make fuzz`."""
