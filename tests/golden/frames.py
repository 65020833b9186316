"""Builds frames of HTTP/2 (RFC 9113), their compressed headers (RFC 7541), and frames of WebSocket (RFC 6455)."""
import struct

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, SETTINGS_ACK, END_HEADERS, PADDED, HAS_PRIORITY = 1, 1, 4, 8, 32
PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
# Code lengths of all octets and of EOS, in bits (RFC 7541, appendix B). The code is canonical, so lengths define it.
LENGTHS = [int(length) for length in '''
13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28 6 10 10 12 13 6 8 11 10 10 8
11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10 13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6 15 5 6 5 6
5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28 20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23
23 23 23 21 22 23 22 23 23 24 22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22
23 26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27 20 24 20 21 22 21 21 23
22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26 30'''.split()]


def codes():
    """Returns {symbol: (code, length in bits)}."""
    made, code = {}, 0
    for length in range(1, 31):
        code <<= 1
        for symbol, own in enumerate(LENGTHS):
            if own == length:
                made[symbol] = (code, length)
                code += 1
    return made


CODES = codes()


def huffman(data):
    """Encodes a string with HPACK's Huffman code. The last octet is filled with ones."""
    bits, count = 0, 0
    for octet in data:
        code, length = CODES[octet]
        bits, count = bits << length | code, count + length
    fill = -count % 8
    return (bits << fill | ((1 << fill) - 1)).to_bytes((count + fill) // 8, 'big')


def number(value, prefix, pattern):
    """Encodes an integer with a prefix of `prefix` bits, after the bits of `pattern` (RFC 7541, 5.1)."""
    most = (1 << prefix) - 1
    if value < most:
        return bytes([pattern | value])
    out, value = [pattern | most], value - most
    while value >= 128:
        out.append(value % 128 | 128)
        value //= 128
    return bytes([*out, value])


def string(text, is_huffman=False):
    data = huffman(text) if is_huffman else text
    return number(len(data), 7, 0x80 if is_huffman else 0) + data


def indexed(index):
    return number(index, 7, 0x80)


def literal(name, value, kind='indexed', is_huffman=False):
    """Encodes a header. The name is an index or a text; `kind` is indexed (enters the table), plain or never."""
    prefix, pattern = {'indexed': (6, 0x40), 'plain': (4, 0), 'never': (4, 0x10)}[kind]
    if isinstance(name, int):
        return number(name, prefix, pattern) + string(value, is_huffman)
    return number(0, prefix, pattern) + string(name, is_huffman) + string(value, is_huffman)


def table_size(size):
    return number(size, 5, 0x20)


def http2(kind, flags, stream, payload=b''):
    return struct.pack('>I', len(payload))[1:] + struct.pack('>BBI', kind, flags, stream) + payload


def websocket(opcode, payload=b'', mask=None, is_final=True):
    size = len(payload)
    first = bytes([(0x80 if is_final else 0) | opcode])
    masked = 0x80 if mask else 0
    if size > 0xffff:
        length = bytes([masked | 127]) + struct.pack('>Q', size)
    else:
        length = bytes([masked | 126]) + struct.pack('>H', size) if size > 125 else bytes([masked | size])
    if mask:
        payload = bytes(octet ^ mask[i % 4] for i, octet in enumerate(payload))
    return first + length + (mask or b'') + payload
