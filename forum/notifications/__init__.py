"""What somebody is told: notifications, how they wish to be told, and what goes by mail."""
