"""Work that outlives a request: kinds of jobs, and the worker that takes them."""
