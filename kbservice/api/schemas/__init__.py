"""The shapes of the wire: marshmallow schemas for what comes in (`questions`) and what goes out (the others)."""
