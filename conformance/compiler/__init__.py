"""From a category spec and the catalogues it builds on to a plan, in a visible row of passes."""

from conformance.compiler.compile import PASSES, Compiled, compile_spec

__all__ = ["PASSES", "Compiled", "compile_spec"]
