"""Members of structures, in requests and in answers, and the bodies that hold them."""
