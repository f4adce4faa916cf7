"""A searchable knowledge-base service with structured fix records."""

__version__ = "0.1.0"
