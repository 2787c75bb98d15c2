"""What those who write specs need: their own tests run, their specs compared and linted."""
