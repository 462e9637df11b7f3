"""The proof: reads the finished products as a stranger would and holds them to the source.

In: the bytes of the products, with the model and the composed trees as data.  Out: findings, and
the page map: which words stand on which page.
"""
