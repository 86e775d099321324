"""The shapes of the API as OpenAPI states them; bodies are read through them, answers are not built from them."""
