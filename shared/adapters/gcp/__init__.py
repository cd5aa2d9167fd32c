"""Google Cloud: the same file names as on the embedded shelf, the same promises.

Nothing here imports a client of Google's at import; each adapter does so when it is built.
"""
