"""Letters that fetch records, from the patient or their helper to a hospital's department."""
