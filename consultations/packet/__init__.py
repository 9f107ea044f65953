"""The packet for the team: one PDF of everything readable, and a zip of the originals."""
