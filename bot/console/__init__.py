"""The coordinators' pages: one view file and one template a page."""
