"""Single defects, made by editing finished products: each must be found, and its place named."""
