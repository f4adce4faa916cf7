"""JSON: what programs see, under /api/v1. `routes.register(app)` puts it into an application."""
