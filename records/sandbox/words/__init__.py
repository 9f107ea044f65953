"""What is written on pages: by a program, or recognised in a picture."""
