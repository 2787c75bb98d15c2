"""What the speed is measured on, and the measuring."""
