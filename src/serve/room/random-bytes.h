#ifndef SERVE_ROOM_RANDOM_BYTES_H
#define SERVE_ROOM_RANDOM_BYTES_H

/* Bytes that nobody can guess, from the kernel. Each system has its own file for it. */

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Fills `bytes`, at most 256. Returns false, with an error, when the kernel gives none. */
bool random_bytes(uint8_t *bytes, size_t size, struct error *error);

#endif
