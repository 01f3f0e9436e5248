"""What of all that is claimed: the guardian meant, the pupils with their courses, the phone."""
