"""One class per address, one method per verb: parse, ask the policy, call, render."""
