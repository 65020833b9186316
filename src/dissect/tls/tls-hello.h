#ifndef DISSECT_TLS_HELLO_H
#define DISSECT_TLS_HELLO_H

/* Reads the hellos of a TLS handshake. Used only by tls.c. */

#include "dissect/decode.h"

/* Fields that SSL 2's hello has, too. */
extern const struct field_spec tls_handshake_version, tls_handshake_session_id,
	tls_handshake_session_id_length;

/* Keeps a known version if it is the highest so far. */
void tls_version_seen(struct tls_message *message, uint16_t version);

/*
 * Reads the body of a hello; `handshake` is TLS_CLIENT_HELLO or TLS_SERVER_HELLO. Sets *message,
 * which borrows from the body, and describes fields unless `at` is NULL.
 */
void tls_hello_read(struct cursor *body, struct tls_message *message, const struct place *at,
	uint8_t handshake);

/* Whether a ServerHello is a HelloRetryRequest. */
bool tls_hello_is_retry(struct cursor body);

#endif
