/*
 * SHA-256 (FIPS 180-4), HKDF (RFC 5869) with TLS 1.3's labels (RFC 8446 section 7.1), AES-128 (FIPS
 * 197) and its Galois/counter mode (NIST SP 800-38D), all of them Nettle's. The only keys here are
 * public: those of QUIC's Initial packets (RFC 9001 section 5.2).
 */
#include "dissect/tls/crypto.h"

#include <nettle/aes.h>
#include <nettle/gcm.h>
#include <nettle/hkdf.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(CRYPTO_HASH_SIZE == SHA256_DIGEST_SIZE && CRYPTO_KEY_SIZE == AES128_KEY_SIZE &&
		CRYPTO_NONCE_SIZE == GCM_IV_SIZE && CRYPTO_TAG_SIZE == GCM_DIGEST_SIZE,
	"the sizes are Nettle's");

/* Until Nettle 4.0 the functions took the length of the digest. */
#if NETTLE_VERSION_MAJOR >= 4
#define DIGEST(digest, context, ret_digest) digest((context), (ret_digest))
#else
#define DIGEST(digest, context, ret_digest) digest((context), sizeof(ret_digest), (ret_digest))
#endif

void crypto_sha256(struct bytes bytes, uint8_t ret_hash[CRYPTO_HASH_SIZE])
{
	struct sha256_ctx sha256;
	uint8_t hash[CRYPTO_HASH_SIZE];
	sha256_init(&sha256);
	sha256_update(&sha256, bytes.size, bytes.data);
	DIGEST(sha256_digest, &sha256, hash);
	memcpy(ret_hash, hash, sizeof(hash));
}

void crypto_hkdf_extract(
	struct bytes salt, struct bytes material, uint8_t ret_secret[CRYPTO_HASH_SIZE])
{
	/*
	 * HKDF-Extract is an HMAC (RFC 5869 section 2.2). nettle_hkdf_extract() is not used, since
	 * Nettle 4.0 changed its arguments.
	 */
	struct hmac_sha256_ctx hmac;
	uint8_t secret[CRYPTO_HASH_SIZE];
	hmac_sha256_set_key(&hmac, salt.size, salt.data);
	hmac_sha256_update(&hmac, material.size, material.data);
	DIGEST(hmac_sha256_digest, &hmac, secret);
	memcpy(ret_secret, secret, sizeof(secret));
}

void crypto_hkdf_expand_label(
	const uint8_t secret[CRYPTO_HASH_SIZE], const char *label, uint8_t *ret_key, size_t size)
{
	static const char prefix[] = "tls13 ";
	uint8_t info[64];
	size_t prefix_size = sizeof(prefix) - 1, label_size = strlen(label);
	if (4 + prefix_size + label_size > sizeof(info) || size > CRYPTO_HASH_SIZE)
		abort();
	size_t at = 0;
	info[at++] = 0; /* the length, in two bytes */
	info[at++] = (uint8_t)size;
	info[at++] = (uint8_t)(prefix_size + label_size);
	memcpy(info + at, prefix, prefix_size);
	at += prefix_size;
	memcpy(info + at, label, label_size);
	at += label_size;
	info[at++] = 0; /* empty context */

	struct hmac_sha256_ctx hmac;
	hmac_sha256_set_key(&hmac, CRYPTO_HASH_SIZE, secret);
	nettle_hkdf_expand(&hmac, (nettle_hash_update_func *)hmac_sha256_update,
		(nettle_hash_digest_func *)hmac_sha256_digest, CRYPTO_HASH_SIZE, at, info, size,
		ret_key);
}

void crypto_aes_encrypt(const uint8_t key[CRYPTO_KEY_SIZE], const uint8_t block[CRYPTO_BLOCK_SIZE],
	uint8_t ret_block[CRYPTO_BLOCK_SIZE])
{
	struct aes128_ctx aes;
	aes128_set_encrypt_key(&aes, key);
	aes128_encrypt(&aes, CRYPTO_BLOCK_SIZE, ret_block, block);
}

bool crypto_gcm_open(const uint8_t key[CRYPTO_KEY_SIZE], const uint8_t nonce[CRYPTO_NONCE_SIZE],
	struct bytes header, struct bytes sealed, uint8_t *ret_plain)
{
	if (sealed.size < CRYPTO_TAG_SIZE)
		return false;
	size_t size = sealed.size - CRYPTO_TAG_SIZE;
	struct gcm_aes128_ctx gcm;
	gcm_aes128_set_key(&gcm, key);
	gcm_aes128_set_iv(&gcm, CRYPTO_NONCE_SIZE, nonce);
	gcm_aes128_update(&gcm, header.size, header.data);
	gcm_aes128_decrypt(&gcm, size, ret_plain, sealed.data);
	uint8_t tag[CRYPTO_TAG_SIZE];
	DIGEST(gcm_aes128_digest, &gcm, tag);
	return memeql_sec(tag, sealed.data + size, sizeof(tag)) != 0;
}

void crypto_library_version(unsigned *ret_major, unsigned *ret_minor)
{
	*ret_major = (unsigned)nettle_version_major();
	*ret_minor = (unsigned)nettle_version_minor();
}
