"""The passwords that a person renews in Séneca: their list, its sheet and the reminder of it."""
