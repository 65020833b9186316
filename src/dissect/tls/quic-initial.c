/*
 * QUIC Initial packets (RFC 9000 section 17.2.2; protection RFC 9001 section 5, for version 2 RFC
 * 9369; drafts and their users have other salts). Their keys are derived from the client's first
 * destination connection id, which the client's packets contain, so its ClientHello can be read. A
 * server's packets contain that id only if the server took it as its own; otherwise the caller
 * passes the id from the client's packets.
 *
 *   frames: | 0 padding | 1 ping | 2, 3 acknowledgment: numbers … | 6 crypto: offset, size, data |
 *
 * Only the pieces within one packet are put together. Frames after one that is not allowed here are
 * not read.
 */
#include "dissect/tls/quic-initial.h"

#include <string.h>

#include "base/cursor.h"
#include "dissect/tls/crypto.h"

enum { SALT_SIZE = 20, NUMBER_SIZE_MAX = 4, FRAMES_MAX = 256 };

enum frame_type {
	FRAME_PADDING = 0,
	FRAME_PING = 1,
	FRAME_ACK = 2,
	FRAME_ACK_ECN = 3,
	FRAME_CRYPTO = 6,
	FRAME_GOOGLE_CRYPTO = 8, /* only in Google's versions */
	FRAME_CONNECTION_CLOSE = 0x1c,
};

struct suite {
	uint8_t salt[SALT_SIZE];
	const char *key, *nonce, *header; /* labels */
};

struct keys {
	uint8_t key[CRYPTO_KEY_SIZE], nonce[CRYPTO_NONCE_SIZE], header[CRYPTO_KEY_SIZE];
};

static const struct suite *suite_of(uint32_t version)
{
	static const struct suite version_1 = { { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3,
							0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c,
							0xad, 0xcc, 0xbb, 0x7f, 0x0a },
		"quic key", "quic iv", "quic hp" };
	static const struct suite version_2 = { { 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb,
							0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d,
							0xcb, 0xf9, 0xbd, 0x2e, 0xd9 },
		"quicv2 key", "quicv2 iv", "quicv2 hp" };
	static const struct suite draft_29 = { { 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c,
						       0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11,
						       0xe0, 0x43, 0x90, 0xa8, 0x99 },
		"quic key", "quic iv", "quic hp" };
	static const struct suite draft_23 = { { 0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a,
						       0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63,
						       0x65, 0xbe, 0xf9, 0xf5, 0x02 },
		"quic key", "quic iv", "quic hp" };
	static const struct suite draft_21 = { { 0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9,
						       0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e,
						       0xbd, 0x7a, 0x02, 0x64, 0x4a },
		"quic key", "quic iv", "quic hp" };
	static const struct suite google_50 = { { 0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91,
							0x55, 0x80, 0x30, 0x4c, 0x43, 0xa2, 0x36,
							0x7c, 0x60, 0x48, 0x83, 0x10 },
		"quic key", "quic iv", "quic hp" };
	static const struct suite google_51 = { { 0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f,
							0xa4, 0x50, 0x6c, 0x19, 0x12, 0x4f, 0xc8,
							0xcc, 0xda, 0x6e, 0x03, 0x3d },
		"quic key", "quic iv", "quic hp" };
	if (version == 0x54303530)
		return &google_50;
	if (version == 0x54303531)
		return &google_51;
	uint32_t draft = version >> 8 == 0xff0000 ? version & 0xff : 0;
	if (version == 0xfaceb001) /* mvfst */
		draft = 22;
	else if (version == 0xfaceb002 || version == 0xfaceb00e)
		draft = 27;
	else if ((version & 0x0f0f0f0f) == 0x0a0a0a0a) /* forces a version negotiation */
		draft = 29;
	if (version == 1 || draft > 32)
		return &version_1;
	if (version == 0x6b3343cf)
		return &version_2;
	if (draft >= 29)
		return &draft_29;
	if (draft >= 23)
		return &draft_23;
	return draft >= 21 ? &draft_21 : NULL;
}

static void derive(
	const struct suite *suite, struct bytes id, const char *side, struct keys *ret_keys)
{
	uint8_t initial[CRYPTO_HASH_SIZE], secret[CRYPTO_HASH_SIZE];
	crypto_hkdf_extract((struct bytes){ suite->salt, SALT_SIZE }, id, initial);
	crypto_hkdf_expand_label(initial, side, secret, sizeof(secret));
	crypto_hkdf_expand_label(secret, suite->key, ret_keys->key, sizeof(ret_keys->key));
	crypto_hkdf_expand_label(secret, suite->nonce, ret_keys->nonce, sizeof(ret_keys->nonce));
	crypto_hkdf_expand_label(secret, suite->header, ret_keys->header, sizeof(ret_keys->header));
}

/* Removes header protection, then decrypts the payload. */
static bool open_with(
	const struct quic_initial *initial, const struct keys *keys, struct quic_frames *frames)
{
	uint8_t header[256], mask[CRYPTO_BLOCK_SIZE], nonce[CRYPTO_NONCE_SIZE];
	const uint32_t at = initial->number_offset;
	struct bytes packet = initial->packet;
	if (at == 0 || at + (size_t)NUMBER_SIZE_MAX > sizeof(header) ||
		at + (size_t)NUMBER_SIZE_MAX + CRYPTO_BLOCK_SIZE > packet.size)
		return false;
	crypto_aes_encrypt(keys->header, packet.data + at + NUMBER_SIZE_MAX, mask);
	memcpy(header, packet.data, at + (size_t)NUMBER_SIZE_MAX);
	header[0] ^= mask[0] & 0x0f;
	uint32_t number_size = (header[0] & 3u) + 1;
	frames->packet_number = 0;
	memcpy(nonce, keys->nonce, sizeof(nonce));
	for (uint32_t i = 0; i < number_size; i++) {
		header[at + i] ^= mask[1 + i];
		nonce[CRYPTO_NONCE_SIZE - number_size + i] ^= header[at + i];
		frames->packet_number = frames->packet_number << 8 | header[at + i];
	}
	size_t header_size = at + (size_t)number_size;
	struct bytes sealed = { packet.data + header_size, packet.size - header_size };
	if (sealed.size < CRYPTO_TAG_SIZE || sealed.size - CRYPTO_TAG_SIZE > QUIC_PLAIN_MAX)
		return false;
	frames->plain_size = sealed.size - CRYPTO_TAG_SIZE;
	return crypto_gcm_open(
		keys->key, nonce, (struct bytes){ header, header_size }, sealed, frames->plain);
}

/* Reads a variable-length integer (RFC 9000 section 16). */
static uint64_t read_integer(struct cursor *cursor)
{
	uint8_t first = cursor_u8(cursor);
	uint64_t value = first & 0x3f;
	for (unsigned i = 1; i < 1u << (first >> 6); i++)
		value = value << 8 | cursor_u8(cursor);
	return value;
}

static void name_frame(struct text *words, const char *name)
{
	if (words)
		text_append_format(words, "%s%s", words->size ? ", " : "", name);
}

static void skip_acknowledgment(struct cursor *cursor, uint8_t type)
{
	(void)read_integer(cursor);
	(void)read_integer(cursor);
	uint64_t ranges = read_integer(cursor);
	(void)read_integer(cursor);
	for (uint64_t i = 0; i < ranges && cursor_ok(cursor); i++) {
		(void)read_integer(cursor);
		(void)read_integer(cursor);
	}
	for (unsigned i = 0; type == FRAME_ACK_ECN && i < 3; i++)
		(void)read_integer(cursor);
}

/* Copies a piece of the handshake to its offset. */
static void read_crypto(struct cursor *cursor, struct quic_frames *frames)
{
	uint64_t offset = read_integer(cursor);
	uint64_t size = read_integer(cursor);
	if (!cursor_ok(cursor) || size > cursor_remaining(cursor)) {
		cursor->short_read = true;
		return;
	}
	struct bytes data = cursor_bytes(cursor, (size_t)size);
	if (offset > QUIC_CRYPTO_MAX || size > QUIC_CRYPTO_MAX - offset)
		return;
	memcpy(frames->crypto + offset, data.data, data.size);
	memset(frames->is_known + offset, true, data.size);
}

static void read_frames(struct quic_frames *frames, struct text *words)
{
	memset(frames->is_known, 0, sizeof(frames->is_known));
	struct cursor cursor = cursor_over((struct bytes){ frames->plain, frames->plain_size });
	uint8_t before = UINT8_MAX;
	for (unsigned count = 0; cursor_remaining(&cursor) > 0 && count < FRAMES_MAX;) {
		uint8_t type = cursor_u8(&cursor);
		if (type == FRAME_PADDING) {
			if (before != FRAME_PADDING)
				name_frame(words, "PADDING");
		} else if (type == FRAME_PING) {
			name_frame(words, "PING");
		} else if (type == FRAME_ACK || type == FRAME_ACK_ECN) {
			skip_acknowledgment(&cursor, type);
			name_frame(words, type == FRAME_ACK ? "ACK" : "ACK_ECN");
		} else if (type == FRAME_CRYPTO || type == FRAME_GOOGLE_CRYPTO) {
			read_crypto(&cursor, frames);
			name_frame(words, "CRYPTO");
		} else {
			if (type != FRAME_CONNECTION_CLOSE)
				break;
			name_frame(words, "CC");
			/* the error code and the frame type that caused it */
			(void)read_integer(&cursor);
			(void)read_integer(&cursor);
			uint64_t size = read_integer(&cursor);
			cursor_skip(&cursor, size > QUIC_PLAIN_MAX ? QUIC_PLAIN_MAX : (size_t)size);
		}
		count += type != FRAME_PADDING;
		before = type;
	}
	while (frames->crypto_size < QUIC_CRYPTO_MAX && frames->is_known[frames->crypto_size])
		frames->crypto_size++;
}

bool quic_initial_open(
	const struct quic_initial *initial, struct quic_frames *ret_frames, struct text *words)
{
	const struct suite *suite = suite_of(initial->version);
	if (!suite)
		return false;
	ret_frames->crypto_size = 0;
	struct keys keys;
	struct bytes id = initial->key_id.size ? initial->key_id : initial->destination_id;
	bool is_known_server = initial->key_id.size && initial->is_from_server;
	derive(suite, id, is_known_server ? "server in" : "client in", &keys);
	bool is_open = open_with(initial, &keys, ret_frames);
	if (!is_open && !initial->key_id.size && initial->source_id.size >= 8) {
		derive(suite, initial->source_id, "server in", &keys);
		is_open = open_with(initial, &keys, ret_frames);
	}
	if (is_open)
		read_frames(ret_frames, words);
	return is_open;
}
