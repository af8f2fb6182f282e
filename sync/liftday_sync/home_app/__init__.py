"""Being in a container: an app of Home Assistant, or one of a few that Compose starts."""
