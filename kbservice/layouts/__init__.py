"""Text of one article -> Document: how is it written?"""
