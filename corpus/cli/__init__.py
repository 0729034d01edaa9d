"""The command line."""

import gc

# Importing makes many objects and no garbage: looking for it all the time takes a tenth of a query.
gc.set_threshold(100_000)
