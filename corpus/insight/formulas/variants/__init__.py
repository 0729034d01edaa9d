"""One formula in other forms and orders."""
