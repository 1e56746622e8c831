"""A poem as a picture to share: set vertically, right to left, on paper, with a seal."""
