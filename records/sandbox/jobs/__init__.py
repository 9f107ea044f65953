"""One module for each thing a child can be asked to do: `run(source, arguments, out)`."""
