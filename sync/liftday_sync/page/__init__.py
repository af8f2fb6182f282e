"""The page at `/`, for people without Home Assistant: plain HTML that works without scripts and asks nobody else."""
