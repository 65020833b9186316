/* SHA-256 from CommonCrypto, which is part of macOS. */
#include "deck/script-hash.h"

#include <CommonCrypto/CommonDigest.h>

void script_hash(struct bytes bytes, uint8_t ret_hash[SCRIPT_HASH_SIZE])
{
	/* CC_LONG is 32 bits wide; scripts are far below that. */
	(void)CC_SHA256(bytes.data, (CC_LONG)bytes.size, ret_hash);
}
