"""The index of a film, whatever bytes claim to be one."""

from contextlib import suppress
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.instagram.publishing import FILM
from shared.core.errors import InvalidInput
from shared.publish.mp4 import Film, read_film

BOXES = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"stts", b"mdhd", b"mvhd", b"tkhd", b"elst", b"hdlr")


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


boxes = st.recursive(
    st.builds(box, st.sampled_from(BOXES), st.binary(max_size=60)),
    lambda inner: st.builds(lambda kind, some: box(kind, b"".join(some)), st.sampled_from(BOXES), st.lists(inner)),
    max_leaves=12,
)


@given(st.binary(max_size=200), st.lists(boxes, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_film_or_no_film(noise, index):
    for bytes_ in (noise, FILM[:24] + noise, FILM[:24] + box(b"moov", b"".join(index)) + noise):
        with suppress(InvalidInput):
            assert isinstance(read_film(BytesIO(bytes_)), Film)
