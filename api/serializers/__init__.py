"""The shapes of the API: what comes in (`inputs`) and what goes out (`outputs`), kept apart."""
