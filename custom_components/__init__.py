"""Makes this folder win over the one of the same name in Home Assistant's test harness."""
