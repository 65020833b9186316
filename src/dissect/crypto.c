/*
 * SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869), AES-128 (FIPS 197) and its Galois/counter mode
 * (NIST SP 800-38D), each in the shortest form that is plain to read. Only public keys pass through
 * here: those of QUIC's initial packets (RFC 9001 section 5.2).
 */
#include "dissect/crypto.h"

#include <string.h>

/* ---------------------------------------------------------------- SHA-256 */

enum { SHA_BLOCK_SIZE = 64, SHA_ROUNDS = 64, SHA_LENGTH_SIZE = 8 };

static const uint32_t sha_constants[SHA_ROUNDS] = {
	0x428a2f98,
	0x71374491,
	0xb5c0fbcf,
	0xe9b5dba5,
	0x3956c25b,
	0x59f111f1,
	0x923f82a4,
	0xab1c5ed5,
	0xd807aa98,
	0x12835b01,
	0x243185be,
	0x550c7dc3,
	0x72be5d74,
	0x80deb1fe,
	0x9bdc06a7,
	0xc19bf174,
	0xe49b69c1,
	0xefbe4786,
	0x0fc19dc6,
	0x240ca1cc,
	0x2de92c6f,
	0x4a7484aa,
	0x5cb0a9dc,
	0x76f988da,
	0x983e5152,
	0xa831c66d,
	0xb00327c8,
	0xbf597fc7,
	0xc6e00bf3,
	0xd5a79147,
	0x06ca6351,
	0x14292967,
	0x27b70a85,
	0x2e1b2138,
	0x4d2c6dfc,
	0x53380d13,
	0x650a7354,
	0x766a0abb,
	0x81c2c92e,
	0x92722c85,
	0xa2bfe8a1,
	0xa81a664b,
	0xc24b8b70,
	0xc76c51a3,
	0xd192e819,
	0xd6990624,
	0xf40e3585,
	0x106aa070,
	0x19a4c116,
	0x1e376c08,
	0x2748774c,
	0x34b0bcb5,
	0x391c0cb3,
	0x4ed8aa4a,
	0x5b9cca4f,
	0x682e6ff3,
	0x748f82ee,
	0x78a5636f,
	0x84c87814,
	0x8cc70208,
	0x90befffa,
	0xa4506ceb,
	0xbef9a3f7,
	0xc67178f2,
};

struct sha {
	uint32_t state[8];
	uint8_t block[SHA_BLOCK_SIZE];
	uint64_t size; /* of all that was added */
};

static uint32_t rotate(uint32_t value, unsigned bits)
{
	return value >> bits | value << (32 - bits);
}

static void sha_block(struct sha *sha)
{
	uint32_t words[SHA_ROUNDS], v[8];
	for (unsigned i = 0; i < 16; i++) {
		const uint8_t *p = sha->block + (size_t)4 * i;
		words[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	}
	for (unsigned i = 16; i < SHA_ROUNDS; i++) {
		uint32_t a = words[i - 15], b = words[i - 2];
		words[i] = words[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + words[i - 7] +
			(rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
	}
	memcpy(v, sha->state, sizeof(v));
	for (unsigned i = 0; i < SHA_ROUNDS; i++) {
		uint32_t one = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) + sha_constants[i] + words[i];
		uint32_t two = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof(v[0]));
		v[4] += one;
		v[0] = one + two;
	}
	for (unsigned i = 0; i < 8; i++)
		sha->state[i] += v[i];
}

static void sha_begin(struct sha *sha)
{
	*sha = (struct sha){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
				     0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

static void sha_add(struct sha *sha, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		sha->block[sha->size++ % SHA_BLOCK_SIZE] = data[i];
		if (sha->size % SHA_BLOCK_SIZE == 0)
			sha_block(sha);
	}
}

static void sha_end(struct sha *sha, uint8_t ret_hash[HASH_SIZE])
{
	static const uint8_t one = 0x80, zero = 0;
	uint64_t bits = sha->size * 8;
	sha_add(sha, &one, 1);
	while (sha->size % SHA_BLOCK_SIZE != SHA_BLOCK_SIZE - SHA_LENGTH_SIZE)
		sha_add(sha, &zero, 1);
	uint8_t length[SHA_LENGTH_SIZE];
	for (unsigned i = 0; i < SHA_LENGTH_SIZE; i++)
		length[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha_add(sha, length, sizeof(length));
	for (unsigned i = 0; i < HASH_SIZE; i++)
		ret_hash[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

/* ---------------------------------------------------------------- HMAC and HKDF */

/* A key of at most one block. */
static void hmac(struct bytes key, struct bytes message, uint8_t ret_code[HASH_SIZE])
{
	uint8_t inner[SHA_BLOCK_SIZE], outer[SHA_BLOCK_SIZE];
	for (size_t i = 0; i < SHA_BLOCK_SIZE; i++) {
		uint8_t byte = i < key.size ? key.data[i] : 0;
		inner[i] = byte ^ 0x36;
		outer[i] = byte ^ 0x5c;
	}
	struct sha sha;
	sha_begin(&sha);
	sha_add(&sha, inner, sizeof(inner));
	sha_add(&sha, message.data, message.size);
	sha_end(&sha, ret_code);
	sha_begin(&sha);
	sha_add(&sha, outer, sizeof(outer));
	sha_add(&sha, ret_code, HASH_SIZE);
	sha_end(&sha, ret_code);
}

void hkdf_extract(struct bytes salt, struct bytes material, uint8_t ret_secret[HASH_SIZE])
{
	hmac(salt, material, ret_secret);
}

void hkdf_expand_label(
	const uint8_t secret[HASH_SIZE], const char *label, uint8_t *ret_key, size_t size)
{
	/* | size 2 | label size 1, "tls13 " and label | context size 1 (0) | counter 1 (1) | */
	static const char prefix[] = "tls13 ";
	uint8_t info[64], output[HASH_SIZE];
	size_t label_size = strlen(label), prefix_size = strlen(prefix), at = 0;
	if (label_size > sizeof(info) - prefix_size - 5)
		label_size = sizeof(info) - prefix_size - 5;
	info[at++] = 0;
	info[at++] = (uint8_t)size;
	info[at++] = (uint8_t)(prefix_size + label_size);
	memcpy(info + at, prefix, prefix_size);
	memcpy(info + at + prefix_size, label, label_size);
	at += prefix_size + label_size;
	info[at++] = 0;
	info[at++] = 1;
	hmac((struct bytes){ secret, HASH_SIZE }, (struct bytes){ info, at }, output);
	memcpy(ret_key, output, size < HASH_SIZE ? size : HASH_SIZE);
}

/* ---------------------------------------------------------------- AES-128 */

enum { AES_ROUNDS = 10 };

static const uint8_t substitution[256] = {
	0x63,
	0x7c,
	0x77,
	0x7b,
	0xf2,
	0x6b,
	0x6f,
	0xc5,
	0x30,
	0x01,
	0x67,
	0x2b,
	0xfe,
	0xd7,
	0xab,
	0x76,
	0xca,
	0x82,
	0xc9,
	0x7d,
	0xfa,
	0x59,
	0x47,
	0xf0,
	0xad,
	0xd4,
	0xa2,
	0xaf,
	0x9c,
	0xa4,
	0x72,
	0xc0,
	0xb7,
	0xfd,
	0x93,
	0x26,
	0x36,
	0x3f,
	0xf7,
	0xcc,
	0x34,
	0xa5,
	0xe5,
	0xf1,
	0x71,
	0xd8,
	0x31,
	0x15,
	0x04,
	0xc7,
	0x23,
	0xc3,
	0x18,
	0x96,
	0x05,
	0x9a,
	0x07,
	0x12,
	0x80,
	0xe2,
	0xeb,
	0x27,
	0xb2,
	0x75,
	0x09,
	0x83,
	0x2c,
	0x1a,
	0x1b,
	0x6e,
	0x5a,
	0xa0,
	0x52,
	0x3b,
	0xd6,
	0xb3,
	0x29,
	0xe3,
	0x2f,
	0x84,
	0x53,
	0xd1,
	0x00,
	0xed,
	0x20,
	0xfc,
	0xb1,
	0x5b,
	0x6a,
	0xcb,
	0xbe,
	0x39,
	0x4a,
	0x4c,
	0x58,
	0xcf,
	0xd0,
	0xef,
	0xaa,
	0xfb,
	0x43,
	0x4d,
	0x33,
	0x85,
	0x45,
	0xf9,
	0x02,
	0x7f,
	0x50,
	0x3c,
	0x9f,
	0xa8,
	0x51,
	0xa3,
	0x40,
	0x8f,
	0x92,
	0x9d,
	0x38,
	0xf5,
	0xbc,
	0xb6,
	0xda,
	0x21,
	0x10,
	0xff,
	0xf3,
	0xd2,
	0xcd,
	0x0c,
	0x13,
	0xec,
	0x5f,
	0x97,
	0x44,
	0x17,
	0xc4,
	0xa7,
	0x7e,
	0x3d,
	0x64,
	0x5d,
	0x19,
	0x73,
	0x60,
	0x81,
	0x4f,
	0xdc,
	0x22,
	0x2a,
	0x90,
	0x88,
	0x46,
	0xee,
	0xb8,
	0x14,
	0xde,
	0x5e,
	0x0b,
	0xdb,
	0xe0,
	0x32,
	0x3a,
	0x0a,
	0x49,
	0x06,
	0x24,
	0x5c,
	0xc2,
	0xd3,
	0xac,
	0x62,
	0x91,
	0x95,
	0xe4,
	0x79,
	0xe7,
	0xc8,
	0x37,
	0x6d,
	0x8d,
	0xd5,
	0x4e,
	0xa9,
	0x6c,
	0x56,
	0xf4,
	0xea,
	0x65,
	0x7a,
	0xae,
	0x08,
	0xba,
	0x78,
	0x25,
	0x2e,
	0x1c,
	0xa6,
	0xb4,
	0xc6,
	0xe8,
	0xdd,
	0x74,
	0x1f,
	0x4b,
	0xbd,
	0x8b,
	0x8a,
	0x70,
	0x3e,
	0xb5,
	0x66,
	0x48,
	0x03,
	0xf6,
	0x0e,
	0x61,
	0x35,
	0x57,
	0xb9,
	0x86,
	0xc1,
	0x1d,
	0x9e,
	0xe1,
	0xf8,
	0x98,
	0x11,
	0x69,
	0xd9,
	0x8e,
	0x94,
	0x9b,
	0x1e,
	0x87,
	0xe9,
	0xce,
	0x55,
	0x28,
	0xdf,
	0x8c,
	0xa1,
	0x89,
	0x0d,
	0xbf,
	0xe6,
	0x42,
	0x68,
	0x41,
	0x99,
	0x2d,
	0x0f,
	0xb0,
	0x54,
	0xbb,
	0x16,
};

/* Times x in the field of AES. */
static uint8_t doubled(uint8_t value)
{
	return (uint8_t)(value << 1 ^ (value & 0x80 ? 0x1b : 0));
}

static void aes_next_key(uint8_t key[AES_KEY_SIZE], uint8_t constant)
{
	uint8_t last[4] = { substitution[key[13]], substitution[key[14]], substitution[key[15]],
		substitution[key[12]] };
	last[0] ^= constant;
	for (unsigned i = 0; i < AES_KEY_SIZE; i++)
		key[i] ^= i < 4 ? last[i] : key[i - 4];
}

static void aes_mix_columns(uint8_t state[AES_BLOCK_SIZE])
{
	for (unsigned column = 0; column < AES_BLOCK_SIZE; column += 4) {
		uint8_t *c = state + column;
		uint8_t all = c[0] ^ c[1] ^ c[2] ^ c[3], first = c[0];
		for (unsigned i = 0; i < 4; i++)
			c[i] ^= all ^ doubled((uint8_t)(c[i] ^ (i < 3 ? c[i + 1] : first)));
	}
}

void aes_encrypt(const uint8_t key[AES_KEY_SIZE], const uint8_t block[AES_BLOCK_SIZE],
	uint8_t ret_block[AES_BLOCK_SIZE])
{
	uint8_t round_key[AES_KEY_SIZE], state[AES_BLOCK_SIZE], constant = 1;
	memcpy(round_key, key, sizeof(round_key));
	for (unsigned i = 0; i < AES_BLOCK_SIZE; i++)
		state[i] = block[i] ^ round_key[i];
	for (unsigned round = 1; round <= AES_ROUNDS; round++) {
		uint8_t shifted[AES_BLOCK_SIZE];
		for (unsigned i = 0; i < AES_BLOCK_SIZE; i++)
			shifted[i] = substitution[state[(i + 4 * (i % 4)) % AES_BLOCK_SIZE]];
		if (round < AES_ROUNDS)
			aes_mix_columns(shifted);
		aes_next_key(round_key, constant);
		constant = doubled(constant);
		for (unsigned i = 0; i < AES_BLOCK_SIZE; i++)
			state[i] = shifted[i] ^ round_key[i];
	}
	memcpy(ret_block, state, sizeof(state));
}

/* ---------------------------------------------------------------- Galois/counter mode */

struct galois {
	uint64_t high, low;
};

static struct galois galois_load(const uint8_t *data, size_t size)
{
	struct galois value = { 0 };
	for (size_t i = 0; i < AES_BLOCK_SIZE; i++) {
		uint8_t byte = i < size ? data[i] : 0;
		if (i < 8)
			value.high = value.high << 8 | byte;
		else
			value.low = value.low << 8 | byte;
	}
	return value;
}

/* In the field of GCM, whose first bit is the highest. */
static struct galois galois_times(struct galois a, struct galois b)
{
	struct galois product = { 0 };
	for (unsigned i = 0; i < 128; i++) {
		uint64_t bit = i < 64 ? a.high >> (63 - i) : a.low >> (127 - i);
		uint64_t mask = (uint64_t)0 - (bit & 1);
		product.high ^= b.high & mask;
		product.low ^= b.low & mask;
		uint64_t carry = (uint64_t)0 - (b.low & 1);
		b.low = b.low >> 1 | b.high << 63;
		b.high = b.high >> 1 ^ (carry & (uint64_t)0xe1 << 56);
	}
	return product;
}

static void galois_add(struct galois *sum, struct galois key, struct bytes data)
{
	for (size_t at = 0; at < data.size; at += AES_BLOCK_SIZE) {
		size_t left = data.size - at;
		struct galois block =
			galois_load(data.data + at, left < AES_BLOCK_SIZE ? left : AES_BLOCK_SIZE);
		sum->high ^= block.high;
		sum->low ^= block.low;
		*sum = galois_times(*sum, key);
	}
}

static void counter_block(
	const uint8_t nonce[GCM_NONCE_SIZE], uint32_t counter, uint8_t ret_block[AES_BLOCK_SIZE])
{
	memcpy(ret_block, nonce, GCM_NONCE_SIZE);
	for (unsigned i = 0; i < 4; i++)
		ret_block[GCM_NONCE_SIZE + i] = (uint8_t)(counter >> (24 - 8 * i));
}

bool gcm_open(const uint8_t key[AES_KEY_SIZE], const uint8_t nonce[GCM_NONCE_SIZE],
	struct bytes header, struct bytes sealed, uint8_t *ret_plain)
{
	if (sealed.size < GCM_TAG_SIZE)
		return false;
	uint8_t block[AES_BLOCK_SIZE] = { 0 }, stream[AES_BLOCK_SIZE];
	struct bytes text = { sealed.data, sealed.size - GCM_TAG_SIZE };
	aes_encrypt(key, block, stream);
	struct galois hash_key = galois_load(stream, sizeof(stream)), sum = { 0 };
	galois_add(&sum, hash_key, header);
	galois_add(&sum, hash_key, text);
	sum.high ^= (uint64_t)header.size * 8;
	sum.low ^= (uint64_t)text.size * 8;
	sum = galois_times(sum, hash_key);
	counter_block(nonce, 1, block);
	aes_encrypt(key, block, stream);
	struct galois mask = galois_load(stream, sizeof(stream));
	struct galois tag = galois_load(text.data + text.size, GCM_TAG_SIZE);
	if ((sum.high ^ mask.high) != tag.high || (sum.low ^ mask.low) != tag.low)
		return false;
	for (size_t at = 0; at < text.size; at++) {
		if (at % AES_BLOCK_SIZE == 0) {
			counter_block(nonce, (uint32_t)(at / AES_BLOCK_SIZE) + 2, block);
			aes_encrypt(key, block, stream);
		}
		ret_plain[at] = text.data[at] ^ stream[at % AES_BLOCK_SIZE];
	}
	return true;
}
