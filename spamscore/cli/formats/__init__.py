"""How a report is shown: text for people, json for machines."""
