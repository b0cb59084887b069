"""How results are shown: text for people; json, github, gitlab, sarif and junit for machines; change for what moved."""
