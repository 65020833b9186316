/* SHA-256 from libmd. */
#include "deck/script-hash.h"

#include <sys/types.h>

#include <sha2.h>

void script_hash(struct bytes bytes, uint8_t ret_hash[SCRIPT_HASH_SIZE])
{
	SHA2_CTX context;
	SHA256Init(&context);
	SHA256Update(&context, bytes.data, bytes.size);
	SHA256Final(ret_hash, &context);
}
