"""Makes what is shown of a file, inside the sandbox. Libraries are imported where needed."""
