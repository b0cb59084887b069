"""Words of a hostile mail as Markdown in which they stay words: no link, mention, tag, table or heading comes of them."""

from spamscore.cli.formats.terminal import safe


def plain(words: str) -> str:
    """Words as running text.

    >>> plain("a|b <img> @all")
    'a&#124;b &#60;img&#62; &#64;all'
    """
    return "".join(
        character if character.isalnum() or character == " " or not character.isascii() else f"&#{ord(character)};"
        for character in " ".join(safe(words).split())
    )


def code(words: str) -> str:
    """A quotation or a name, set apart; forges look for no @mention and no #123 in it.

    >>> code("mails/new.html")
    '<code>mails&#47;new&#46;html</code>'
    """
    return f"<code>{plain(words)}</code>"
