#ifndef SECRETS_LOGIN_SOURCE_H
#define SECRETS_LOGIN_SOURCE_H

/* A text to search for logins, and what is known about it. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "secrets/secret-list.h"

/* Bytes [from, to) of a text that were not captured. They are zero in the text. */
struct login_gap {
	size_t from, to;
};

/*
 * A datagram, or the bytes of one direction without a gap. A text with gaps is searched only for
 * messages whose sizes are known.
 */
struct login_source {
	struct bytes text;
	const struct login_gap *gaps; /* in order */
	size_t gap_count;
	uint16_t source_port, destination_port; /* 0: not known */
	const char *protocol; /* name of a datagram's protocol: "OSPF", "PAP"; NULL: unknown */
	bool is_datagram;
	bool lacks_start; /* bytes before the text are missing */
	/* of HTTP or of unknown kind: a command counts only after a login has begun */
	bool is_page;
};

/* What is known about earlier bytes; zeroed at the start of a direction. */
struct login_state {
	unsigned pending_responses; /* expected lines of base64 that answer a challenge */
	bool is_in_secret; /* the text begins inside a secret, which the line's end ends */
	bool has_begun; /* a line had the user's name, or a greeting */
	bool has_recipient, is_in_mail; /* of SMTP: after RCPT; in the lines after DATA */
	bool is_sasl; /* pending_responses are of AUTHENTICATE lines (IRC) */
};

#endif
