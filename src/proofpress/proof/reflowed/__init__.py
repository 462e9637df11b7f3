"""The proof of editions without pages: the EPUB and the web page, held to the same trees.

In: the `Book` and the bytes of the finished product.  Out: findings, the addresses of all blocks,
and what was counted.  What both editions must keep is one rule in one file; `verdict` runs them.
"""
