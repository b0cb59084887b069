"""Rules about links. A target that a template fills in is unknown, and nobody is accused of it."""

from spamscore.rules.links.claims import (
    link_account_threat,
    link_brand_elsewhere,
    link_credentials,
    link_form_elsewhere,
    link_free_host_threat,
    link_hidden,
    link_reader_address,
    link_script,
    link_text_mismatch,
)
from spamscore.rules.links.disguise import (
    link_code_after_hash,
    link_disguised_host,
    link_ipfs,
    link_kit_code,
    link_numbered_host,
)
from spamscore.rules.links.hosts import (
    link_free_host,
    link_imitates_brand,
    link_ip_address,
    link_lookalike_host,
    link_odd_port,
    link_random_host,
    link_redirector,
    link_shortener,
)
from spamscore.rules.links.shape import (
    link_download,
    link_encoded,
    link_insecure,
    link_many,
    link_many_domains,
    link_very_long,
)

__all__ = [
    "link_account_threat",
    "link_brand_elsewhere",
    "link_code_after_hash",
    "link_credentials",
    "link_disguised_host",
    "link_download",
    "link_encoded",
    "link_form_elsewhere",
    "link_free_host",
    "link_free_host_threat",
    "link_hidden",
    "link_imitates_brand",
    "link_insecure",
    "link_ip_address",
    "link_ipfs",
    "link_kit_code",
    "link_lookalike_host",
    "link_many",
    "link_many_domains",
    "link_numbered_host",
    "link_odd_port",
    "link_random_host",
    "link_reader_address",
    "link_redirector",
    "link_script",
    "link_shortener",
    "link_text_mismatch",
    "link_very_long",
]
