"""Did a machine write this mail?"""
