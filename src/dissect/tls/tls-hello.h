#ifndef DISSECT_TLS_HELLO_H
#define DISSECT_TLS_HELLO_H

/* What the hellos of a TLS handshake say. Known only to tls.c. */

#include "dissect/decode.h"

/* What SSL 2's hello has, too. */
extern const struct field_spec tls_handshake_version, tls_handshake_session_id,
	tls_handshake_session_id_length;

/* Keeps the version when it is the highest so far, and one that is known. */
void tls_version_seen(struct tls_message *message, uint16_t version);

/*
 * The body of a hello: `handshake` is TLS_CLIENT_HELLO or TLS_SERVER_HELLO. Sets what it says in
 * *message, borrowed from the body, and describes it when `at` is not NULL.
 */
void tls_hello_read(struct cursor *body, struct tls_message *message, const struct place *at,
	uint8_t handshake);

/* Whether a ServerHello is a HelloRetryRequest. */
bool tls_hello_is_retry(struct cursor body);

#endif
