#ifndef DISSECT_TLS_H
#define DISSECT_TLS_H

/* TLS records and handshake messages, for whoever puts them together over segments. */

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
 * A whole handshake message without its header (RFC 8446 section 4): adds its type to *message, and
 * what a hello says of names, versions and its cipher suite. Borrows from `body`.
 */
void tls_handshake_add(uint8_t type, struct bytes body, struct tls_message *message);

/* Calls a frame that is read as TLS after a version: "TLSv1.3". */
void tls_name_version(struct frame_reading *reading, uint16_t version);

#endif
