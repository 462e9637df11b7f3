"""The proof of the edition with pages: the PDF, held to the same trees as the others.

In: the `Book` and the bytes of the PDF.  Out: findings, the page map, and where every block stands.
What the PDF must keep is one rule in one file; `verdict` runs them.  What its pages show is judged
apart, by `drawn_verdict`.
"""
