"""What a contract becomes. A target is a folder here (plan and views) and a folder under `templates/`."""
