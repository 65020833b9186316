#ifndef DECK_SCRIPT_HASH_H
#define DECK_SCRIPT_HASH_H

#include "base/bytes.h"

/* SHA-256 (FIPS 180-4) of `bytes`, as a Content-Security-Policy names an inline script by it. */
enum { SCRIPT_HASH_SIZE = 32 };
void script_hash(struct bytes bytes, uint8_t ret_hash[SCRIPT_HASH_SIZE]);

#endif
