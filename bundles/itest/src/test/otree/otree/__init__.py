"""Stands for the package of oTree, which the tests do not have. Written from oTree's documentation."""
