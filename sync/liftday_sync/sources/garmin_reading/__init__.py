"""What both ways to Garmin's data share: what is due, pages of the list, details, nights, and what a refusal means.

The account and the Personal API differ in how they ask and in what they may ask for; `portions` is told both.
"""
