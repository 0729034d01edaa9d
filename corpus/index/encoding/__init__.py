"""How the index is stored: arrays as bytes, blocks as rows, and the digests of both."""

from typing import TYPE_CHECKING

from corpus.late_imports import face

if TYPE_CHECKING:
    from corpus.index.encoding import block as block
    from corpus.index.encoding import block_contents as block_contents
    from corpus.index.encoding import block_manifests as block_manifests
    from corpus.index.encoding import byte_cache as byte_cache
    from corpus.index.encoding import codec as codec
    from corpus.index.encoding import packed_facts as packed_facts
    from corpus.index.encoding import sorted_arrays as sorted_arrays
    from corpus.index.encoding import term_digests as term_digests
    from corpus.index.encoding import tokeniser_versions as tokeniser_versions
else:
    __getattr__ = face(__name__)
