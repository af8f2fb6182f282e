"""Rules with a price: among the places that nothing forbids, the cheapest plan wins."""
