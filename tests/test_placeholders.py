"""Masks of template languages: same length, logic apart from values, linear time."""

import time

import pytest

from spamscore.placeholders import CONTROL, VALUE, collapse, mask

VALUES = [
    "{{ name }}", "{{{ raw }}}", "{{.Name}}", "{{ x|default(\"y\") }}", "{{> partial}}", "<%= url %>", "<%- body %>", "*|FNAME|*",
    "%%First Name%%", "%%=v(@x)=%%", "${order.total}", "{shop_name}", "{$order->id}", "%recipient.name%", "%unsubscribe_url%",
    "%FIRSTNAME%", "[[name]]", "[% name %]", "{!! $html !!}",
]  # fmt: skip
CONTROLS = [
    "{% if a %}", "{# remark #}", "{{#each items}}", "{{/each}}", "{{else}}", "{{if .X}}", "{{ end }}", "{{!-- remark --}}", "{{-- remark --}}",
    "<% items.each do |x| %>", "<% end %>", "*|IF:MEMBER|*", "*|END:IF|*", "%%[ set @x = 1 ]%%", "{if $a > 1}", "{/if}", "[% IF x %]",
    "@if($user->name())", "@endif",
]  # fmt: skip
PLAIN = [
    "100%% sure", "%20foo%20", "%E2%80%93", '{"a": 1}', "me@if.com", "a {b", "50% off", "[1] and [2]", "{{ open", "<style>a{color}</style>",
    "<STYLE>.a{b}</STYLE>", "@media{a{b:c}}", "$5 {or} more"[:2],
]  # fmt: skip


@pytest.mark.parametrize(("notations", "sign"), [(VALUES, VALUE), (CONTROLS, CONTROL)])
def test_a_notation_becomes_its_mask(notations, sign):
    for notation in notations:
        masked, spans = mask(f"a {notation} b")
        assert masked == f"a {sign * len(notation)} b", notation
        assert spans == ((2, 2 + len(notation)),), notation


@pytest.mark.parametrize("source", PLAIN)
def test_what_only_looks_like_one_stays(source):
    assert mask(source) == (source, ())


def test_quotes_inside_an_attribute_do_not_cut_it():
    masked, _ = mask("""<a href="{{ url("home") }}">x</a>""")
    assert masked.count('"') == 2


def test_style_keeps_its_rules_while_text_is_masked():
    masked, spans = mask("<style>a{color} b{x:y}</style>{city}")
    assert masked.startswith("<style>a{color} b{x:y}</style>")
    assert len(spans) == 1


def test_private_characters_in_the_source_are_no_masks():
    assert VALUE not in mask(f"a{VALUE}b{CONTROL}c")[0]


def test_collapse_leaves_one_character_for_a_value_and_none_for_logic():
    assert collapse(mask("a{{ bcd }}e{% if x %}f")[0]) == f"a{VALUE}ef"


STORMS = [
    "{{",
    "{%",
    "<%",
    "*|",
    "%%",
    "%%[",
    "[[",
    "${",
    "{$",
    "{if ",
    "@if(",
    "{{a}}",
    "{a}",
    "<style>{a}",
    "%A",
    "{{#",
]


@pytest.mark.parametrize("storm", STORMS)
def test_a_storm_takes_linear_time(storm):
    source = storm * (2_000_000 // len(storm))
    start = time.process_time()
    masked, _ = mask(source)
    assert time.process_time() - start < 1.0
    assert len(masked) == len(source)
