"""Masks of template languages: same length, logic apart from values, linear time; and what placeholders stand for."""

import time

import pytest

from spamscore.placeholders import CONTROL, VALUE, collapse, mask, offers_way_out, unseen

VALUES = [
    # Jinja, Django, Twig, Nunjucks, Liquid, Klaviyo, Mailjet
    "{{ name }}", "{{- name -}}", "{{~ name ~}}", '{{ x|default("y") }}', "{{ x|default('}}') }}", '{{ "{{" }}',
    "{{ {'a': {'b': 1}}['a'] }}", "{{ first_name|default:'' }}", '{{var:name:"default"}}', "{{ 'now' | date: '%Y' }}",
    "{{\n  order.total\n  | money\n}}", "{% url 'home' %}", '{% static "logo.png" %}', '{% trans "Don\'t" %}', "{% now 'Y' %}",
    "{% cycle 'odd' 'even' %}", '{% include "footer.html" %}', "{%- render 'footer' -%}", "{% unsubscribe %}",
    "{% unsubscribe 'Leave' %}", "{% unsubscribe_link %}", "{% manage_preferences %}", "{% web_view %}", "{% current_year %}",
    "{% person.unsubscribe_url %}",
    # Braze writes Liquid with braces of its own
    "{{${first_name}}}", "{{${first_name} | default: 'you'}}", "{{custom_attribute.${city}}}",
    # Handlebars, Mustache, Go
    "{{{ raw }}}", "{{& raw}}", "{{> partial}}", "{{helper \"}}\" x}}", "{{.Name}}", "{{- .Name -}}", '{{template "footer" .}}',
    '{{printf "%d}}" .N}}',
    # ERB, EJS, SendGrid, PHP, Blade
    "<%= url %>", "<%== html %>", "<%- body %>", "<%- include('footer') -%>", "<%= link_to \"Go\", url %>",
    "<%asm_group_unsubscribe_raw_url%>", "<%body%>", "<?php echo $user->name ?>", "{!! $html !!}", "@lang('mail.hello')",
    "@include('mail.footer', ['a' => route('b')])", "@yield('content')",
    # senders
    "*|FNAME|*", "*|MC:SUBJECT|*", "*|LIST:ADDRESS|*", "*|UNSUB|*", "%%First Name%%", "%%unsub_center_url%%", "%%=v(@x)=%%",
    '%%=RedirectTo("https://a.example/")=%%', "%recipient.name%", "%unsubscribe_url%", "%FIRSTNAME%", "%UNSUBSCRIBELINK%",
    "[[name]]", '[[data:firstname:"you"]]', "[[UNSUB_LINK_EN]]", "[% name %]", "{!Contact.FirstName}",
    # FreeMarker, Thymeleaf, Smarty and plain braces
    "${order.total}", '${user.name!"you"}', "${a ? {b} : c}", "{shop_name}", "{$order->id}",
]  # fmt: skip
CONTROLS = [
    "{% if a %}", "{%- if a -%}", "{%~ if a ~%}", "{% if a == '%}' %}", "{%\n  for x in y\n%}", '{% extends "base.html" %}',
    "{% block unsubscribe %}", "{% endblock %}", "{% blocktrans %}", "{% trans %}", "{% load i18n %}", "{% raw %}", "{% endraw %}",
    "{% comment %} a {{ b }} <a href='http://192.0.2.7'>c</a> {% endcomment %}", '{% comment "why" %}{% if %}{% endcomment %}',
    "{%- comment -%}a{%- endcomment -%}", "{# remark #}", "{# a {{ b }} c #}", "{% assign x = 'unsubscribe' %}",
    "{{#each items}}", "{{#if a}}", "{{~#if a~}}", "{{/each}}", "{{! remark }}", "{{! don't }}",
    "{{!-- remark --}}", "{{!-- a {{b}} c --}}", "{{=<% %>=}}", "{{if .X}}", "{{- if .X -}}", "{{ end }}", "{{/* a }} b */}}",
    '{{block "x" .}}', '{{define "x"}}', "{{range .Items}}", "{{$x := 1}}", "{{-- a {{ b }} c --}}",
    "<% items.each do |x| %>", "<% end %>", "<%_ if (a) { _%>", "<%- items.each do |x| -%>", "<%# a remark %>", "<% } %>",
    "<%- x = 1 -%>", "<?php if ($a->b): ?>",
    "@if($user->name())", "@if(count($a->b(c($d))) > 1)", "@foreach($items as $item)", "@endif", "@auth", "@endauth",
    "@extends('layout')", "@section('title', 'Hello')", "@php", "@endphp", "@component('mail::button', ['url' => $url])",
    "@component('mail::button', [\n  'url' => $url,\n])",
    "*|IF:MEMBER|*", "*|END:IF|*", "*|INTERESTED:A:B|*", "%%[ set @x = 1 ]%%", "%%[\nIF @a > 1 THEN\n]%%",
    "{if $a > 1}", "{/if}", "[% IF x %]",
]  # fmt: skip
BRANCHES = [
    "{% else %}", "{%- else -%}", "{% elif a > 1 %}", "{% elsif a %}", "{% elseif a %}", "{% empty %}", "{% when 'a' %}", "{% plural %}",
    "{{else}}", "{{~else~}}", "{{else if a}}", "{{ else if gt .N 1 }}", "{{^}}", "<% else %>", "<% elsif a %>", "<% } else { %>",
    "*|ELSE:|*", "*|ELSEIF:A|*", "%%[ ELSE ]%%", "%%[ ELSEIF @a THEN ]%%", "{else}",
]  # fmt: skip
PLAIN = [
    "100%% sure", "%20foo%20", "%E2%80%93", '{"a": 1}', "me@if.com", "a {b", "50% off", "[1] and [2]", "{{ open", "<style>a{color}</style>",
    "<STYLE>.a{b}</STYLE>", "@media{a{b:c}}", "$5 {or} more"[:2], "<?xml version='1.0'?>", "Write @elsewhere or @endeavour.",
    "@media (max-width:600px)", "<style>@import url(x.css); @font-face{a:b}</style>", "Follow @lang and @auth.example",
]  # fmt: skip


@pytest.mark.parametrize(
    ("notation", "sign"), [(each, VALUE) for each in VALUES] + [(each, CONTROL) for each in CONTROLS]
)
def test_a_notation_becomes_its_mask(notation, sign):
    masked, spans = mask(f"a {notation} b")
    assert masked == f"a {sign * len(notation)} b"
    assert spans == ((2, 2 + len(notation)),)


@pytest.mark.parametrize("notation", BRANCHES)
def test_the_words_of_two_branches_do_not_run_together(notation):
    masked, spans = mask(f"Dear Anna{notation}Dear friend")
    assert collapse(masked) == "Dear Anna Dear friend"
    assert len(masked) == len(notation) + 20
    assert spans == ((9, 9 + len(notation)),)


@pytest.mark.parametrize("notation", ["@else", "@elseif($a > 1)"])
def test_so_with_branches_of_blade(notation):
    masked, _ = mask(f"Dear Anna {notation} Dear friend")
    assert " ".join(collapse(masked).split()) == "Dear Anna Dear friend"


@pytest.mark.parametrize("notation", ["{% if a %}", "{{#if a}}", "<% if a %>", "@if($a)", "*|IF:A|*"])
def test_an_attribute_may_follow_a_condition(notation):
    masked, _ = mask(f'<a {notation}href="https://a.example/">')
    assert masked.endswith(' href="https://a.example/">')
    assert len(masked) == len(notation) + 29


@pytest.mark.parametrize("notation", [*VALUES, *CONTROLS])
def test_two_of_a_kind_stay_two(notation):
    masked, spans = mask(f"{notation} and {notation}")
    assert " and " in masked
    assert len(spans) == 2


@pytest.mark.parametrize("source", PLAIN)
def test_what_only_looks_like_one_stays(source):
    assert mask(source) == (source, ())


@pytest.mark.parametrize(
    "notation",
    ['{% trans "Your order" %}', "{%- translate 'Your order' -%}", '{% trans "Your order" context "shop" %}', '{{ _("Your order") }}',
     "{{- gettext('Your order') -}}", "{{ 'Your order'|trans({'%a%': b}) }}"],
)  # fmt: skip
def test_text_that_is_printed_as_it_stands_can_be_read(notation):
    masked, spans = mask(f"<p>{notation}</p>")
    assert collapse(masked) == "<p>Your order</p>"
    assert len(masked) == len(notation) + 7
    assert masked.index("Your order") == 3 + notation.index("Your order")
    assert len(spans) == 2


@pytest.mark.parametrize("notation", ['{% trans "a <b> c" as title %}', '{% trans "a" as title %}', "{% trans name %}"])
def test_what_is_no_plain_text_is_none(notation):
    assert not any(map(str.isalpha, collapse(mask(notation)[0]).replace(VALUE, "")))


def test_freemarker_logic_is_masked_where_its_values_stand():
    source = '<#if a gt 1>${name}<#else>you</#if><#-- a <b> --><#include "f.ftl">'
    assert collapse(mask(source)[0]) == f"{VALUE} you"


def test_ampscript_may_stand_in_a_script_element():
    source = '<script runat="server" language="ampscript">set @a = "x"</script>%%=v(@a)=%%'
    assert collapse(mask(source)[0]) == VALUE


def test_a_style_sheet_is_no_comment_of_the_template():
    source = "<style>@media print{#logo{width:9px}}</style><p>Hello</p>{# a {{#if b}} c #}<p>Bye</p>"
    assert collapse(mask(source)[0]) == "<style>@media print{#logo{width:9px}}</style><p>Hello</p><p>Bye</p>"


def test_logic_in_a_comment_is_no_second_placeholder():
    assert mask("{# {% if a %} {{ b }} #}")[1] == ((0, 24),)


def test_a_lone_opening_mark_does_not_reach_over_a_tag():
    masked, _ = mask("{% raw %}Write {{ to open{% endraw %} for {{ name }}.")
    assert " for " in masked
    assert masked.endswith(f"{VALUE * 10}.")


def test_both_branches_of_a_condition_stay():
    assert collapse(mask("{% if a %}Dear Anna{% else %}Dear friend{% endif %}")[0]) == "Dear Anna Dear friend"
    assert collapse(mask("item{% if n > 1 %}s{% endif %}")[0]) == "items"


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


UNSEEN = [
    ('{% extends "base.html" %}', "extends", "base.html"),
    ("{%- extends 'mail/base.html.j2' -%}", "extends", "mail/base.html.j2"),
    ("{% layout 'mail' %}", "extends", "mail"),
    ("@extends('mail.layout')", "extends", "mail.layout"),
    ('{% include "footer.html" with a=b only %}', "includes", "footer.html"),
    ("{% include template_name %}", "includes", "template_name"),
    ('{% from "forms.html" import button %}', "includes", "forms.html"),
    ("{% render 'footer', year: 2026 %}", "includes", "footer"),
    ("{{ include('footer.html.twig') }}", "includes", "footer.html.twig"),
    ("{{> footer}}", "includes", "footer"),
    ("{{#> layout}}", "includes", "layout"),
    ("{{content_blocks.${footer}}}", "includes", "footer"),
    ('{{template "footer" .}}', "includes", "footer"),
    ("@include('mail.footer')", "includes", "mail.footer"),
    ("@includeWhen($a, 'mail.footer')", "includes", "mail.footer"),
    ("@component('mail::button', ['url' => $url])", "includes", "mail::button"),
    ("@yield('content')", "includes", "content"),
    ("<x-mail::message>", "includes", "mail::message"),
    ('<%= render "shared/footer" %>', "includes", "shared/footer"),
    ('<%= render partial: "footer", locals: { a: 1 } %>', "includes", "footer"),
    ("<%= render(@items) %>", "includes", "@items"),
    ("<%- include('footer') -%>", "includes", "footer"),
    ("<%= yield %>", "includes", "yield"),
    ('%%=ContentBlockByKey("footer")=%%', "includes", "footer"),
    ('<mj-include path="./footer.mjml" />', "includes", "./footer.mjml"),
    ('<#include "footer.ftl">', "includes", "footer.ftl"),
]


@pytest.mark.parametrize(("source", "how", "name"), UNSEEN)
def test_what_stands_elsewhere_is_named(source, how, name):
    (part,) = unseen(f"<p>Hello</p>\n{source}\n<p>Bye</p>")
    assert (part.how, part.name, part.start in (13, 16)) == (how, name, True)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Please include 'footer' and render \"it\".</p>",
        "{# {% include 'a.html' %} #}",
        "{% comment %}{% include 'a.html' %}{% endcomment %}",
        "{{!-- {{> footer}} --}}",
        '{{define "row"}}<p>x</p>{{end}}{{template "row" .}}',
        '{{#*inline "row"}}<p>x</p>{{/inline}}{{> row}}',
        "<x-slot:footer>",
        "write to me@include.example",
        "{{ includes }} {{ rendered_at }}",
    ],
)
def test_nothing_is_said_to_be_missing_that_is_here(source):
    assert unseen(source) == ()


@pytest.mark.parametrize(
    "source",
    [
        "{{ unsubscribe_url }}", "{% unsubscribe_link %}", "{% unsubscribe %}", "{% manage_preferences %}", "*|UNSUB|*",
        "*|UPDATE_PROFILE|*", "%%unsub_center_url%%", "%%profile_center_url%%", "<%asm_group_unsubscribe_raw_url%>",
        "[[UNSUB_LINK_EN]]", "{{unsubscribeUrl}}", "{{{ pm:unsubscribe }}}", "{{.UnsubscribeURL}}", "{{ $optOutUrl }}",
        "<%= unsubscribe_url(@user) %>", "%UNSUBSCRIBELINK%", "%unsubscribe_url%", "${unsubscribeUrl}", "{{ abmeldelink }}",
        "{{ route('newsletter.opt-out') }}", "{{${set_user_to_unsubscribed_url}}}",
    ],
)  # fmt: skip
def test_a_way_out_is_known_by_its_name(source):
    assert offers_way_out(f'<p><a href="{source}">Leave</a></p>')


@pytest.mark.parametrize(
    "source", ["{% if user.unsubscribed %}", "{# unsubscribe #}", "{{ url }}", "Please unsubscribe"]
)
def test_a_condition_or_a_remark_is_no_way_out(source):
    assert not offers_way_out(f"<p>Hello {source}</p>")


STORMS = [
    "{{", "{%", "<%", "*|", "%%", "%%[", "[[", "${", "{$", "{if ", "@if(", "{{a}}", "{a}", "<style>{a}", "%A", "{{#", '{{"}}', "{{'{",
    "{% comment %}", "{%comment%}{%endcomment%}", "{#", "{#{#}", "{# #}{#", "{{!--", "{{!----}}", "<?php", "<?php ?>", "@include(", "@include(((", "${<#if ",
    '${<#a "', "%%<script runat=", "{{{{a}}", "{% raw %}{{ ", "@lang('", "${{}", "<#-- ",
]  # fmt: skip


@pytest.mark.parametrize("storm", STORMS)
def test_a_storm_takes_linear_time(storm):
    source = storm * (2_000_000 // len(storm))
    start = time.process_time()
    masked, _ = mask(source)
    assert time.process_time() - start < 1.5
    assert len(masked) == len(source)


@pytest.mark.parametrize(
    "storm",
    [*STORMS, "{% include ", "{% include a", "{{> ", "{{template ", "@extends(", "<x-", "<%= render ", "<mj-include ", "ContentArea(",
     "{{ include(", "<mj-include path=", "%%=ContentArea("],
)  # fmt: skip
def test_reading_a_storm_takes_linear_time(storm):
    source = storm * (1_000_000 // len(storm))
    start = time.process_time()
    unseen(source)
    assert time.process_time() - start < 1.5
