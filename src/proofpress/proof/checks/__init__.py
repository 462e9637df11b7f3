"""The rules of the proof, one a file.

In: what was read from the products, beside what they should say.  Out: findings, as they are found.
"""
