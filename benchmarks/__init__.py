"""What the conversation costs, beside a named peer in the same run."""
