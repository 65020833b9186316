#ifndef DISSECT_CRYPTO_H
#define DISSECT_CRYPTO_H

/*
 * Decrypts the first packets of a QUIC connection, whose keys anybody can compute, and hashes the
 * scripts of a page. Do not use these functions to protect secrets.
 */

#include "base/bytes.h"

#include <stdbool.h>

enum {
	CRYPTO_HASH_SIZE = 32,
	CRYPTO_KEY_SIZE = 16,
	CRYPTO_BLOCK_SIZE = 16,
	CRYPTO_NONCE_SIZE = 12,
	CRYPTO_TAG_SIZE = 16
};

/* SHA-256 (FIPS 180-4). */
void crypto_sha256(struct bytes bytes, uint8_t ret_hash[CRYPTO_HASH_SIZE]);

/*
 * HKDF with SHA-256 (RFC 5869): Extract, and Expand with TLS 1.3's labels and an empty context (RFC
 * 8446 section 7.1).
 */
void crypto_hkdf_extract(
	struct bytes salt, struct bytes material, uint8_t ret_secret[CRYPTO_HASH_SIZE]);
void crypto_hkdf_expand_label(const uint8_t secret[CRYPTO_HASH_SIZE], const char *label,
	uint8_t *ret_key, size_t size); /* size: at most CRYPTO_HASH_SIZE */

/* Encrypts one block with AES-128. */
void crypto_aes_encrypt(const uint8_t key[CRYPTO_KEY_SIZE], const uint8_t block[CRYPTO_BLOCK_SIZE],
	uint8_t ret_block[CRYPTO_BLOCK_SIZE]);

/*
 * AES-128-GCM: verifies the tag at the end of `sealed` and decrypts the bytes before it into
 * ret_plain. False when the tag is wrong; ret_plain must not be used then.
 */
bool crypto_gcm_open(const uint8_t key[CRYPTO_KEY_SIZE], const uint8_t nonce[CRYPTO_NONCE_SIZE],
	struct bytes header, struct bytes sealed, uint8_t *ret_plain);

/* The version of Nettle. */
void crypto_library_version(unsigned *ret_major, unsigned *ret_minor);

#endif
