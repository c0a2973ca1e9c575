"""What the follow-up demands; nothing here writes."""
