"""From documents to two Python functions, once per immutable revision.

Responsible for merging levels, and for a syntax tree built from typed rows.  Refuses text: nothing
that a référente typed is ever parsed or executed, it only appears as a constant.
"""

from config_rules.compiler.policy import CompiledPolicy, compile_policy

__all__ = ["CompiledPolicy", "compile_policy"]
