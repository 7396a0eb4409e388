"""A living organisation, made by the other slices' own actions with a fixed seed."""
