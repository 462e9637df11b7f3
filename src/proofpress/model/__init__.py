"""What a report is: frozen values without I/O and without HTML."""
