"""How requests and answers travel."""
