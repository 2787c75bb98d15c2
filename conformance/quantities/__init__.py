"""Quantities as laboratories write them: numbers, units, readings, limits, scales."""
