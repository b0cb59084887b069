"""The two characters that masks are made of, from Unicode's private use area."""

VALUE = "\ue000"  # stands for a value: {{ name }}, *|FNAME|*, ${total}
CONTROL = "\ue001"  # stands for logic that prints nothing itself: {% if %}, {{#each}}, <% end %>
BRANCH = (
    CONTROL + " "
)  # the same, and its last character parts what stands before it from what stands behind: {% else %}
