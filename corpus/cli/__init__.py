"""The command line."""

import gc

# Importing makes many objects and no garbage: looking for it once takes a tenth of a query.
gc.set_threshold(1_000_000)
