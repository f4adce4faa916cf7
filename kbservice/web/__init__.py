"""HTML: what people see. Views parse the address, ask one lookup and render; they decide nothing."""
