"""One module for each family of files. Each opens a file with the reader that is the proof
of what it is, and says what it found or raises RefusedError. Libraries are imported where
they are needed: a child that reads a text loads none."""
