"""The suite. Mirrors the code; scenarios, concurrency, architecture, browser and benchmarks beside it."""
