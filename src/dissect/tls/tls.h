#ifndef DISSECT_TLS_H
#define DISSECT_TLS_H

/* TLS records and handshake messages, for conversation/follow/tls-track.c. */

#include "dissect/frame.h"

enum {
	TLS_RECORD_HEADER_SIZE = 5,
	TLS_HANDSHAKE_HEADER_SIZE = 4,
	TLS_CONTENT_HANDSHAKE = 22,
	TLS_CLIENT_HELLO = 1,
	TLS_SERVER_HELLO = 2,
};

/* The header of a record (RFC 8446 section 5.1). False when these 5 bytes are none. */
bool tls_record_header_read(
	const uint8_t header[TLS_RECORD_HEADER_SIZE], uint8_t *ret_type, uint16_t *ret_length);

/*
 * Reads a whole handshake message, whose header is taken off (RFC 8446 section 4). Adds its type to
 * *message, and of a hello the names, versions and cipher suite. Borrows from `body`.
 */
void tls_handshake_add(uint8_t type, struct bytes body, struct tls_message *message);

/* RFC 8701: whether a version, cipher suite or extension is made up, to be ignored. */
bool tls_is_grease(uint16_t value);

/* RFC 8446, 4.1.3: whether a ServerHello with this random value is a HelloRetryRequest. */
bool tls_is_retry_random(struct bytes random);

/* Names a frame that is read as TLS by its version: "TLSv1.3". */
void tls_name_version(struct frame_reading *reading, uint16_t version);

#endif
