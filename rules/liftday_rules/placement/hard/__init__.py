"""Rules that nothing outweighs: a session is never put where one of them objects, unless the athlete pins it there."""
