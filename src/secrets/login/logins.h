#ifndef SECRETS_LOGINS_H
#define SECRETS_LOGINS_H

/*
 * Where a connection or a datagram carries somebody's login: passwords, and what stands for one in SMTP,
 * POP3, IMAP, FTP, NNTP, IRC and ManageSieve lines, Redis, memcached, PostgreSQL, MySQL, LDAP, MQTT, AMQP,
 * Kafka, XMPP, SOCKS5, VNC, SNMP, RADIUS, TACACS+, PAP, RIP, OSPF, VRRP and HSRP. A name that is no secret by itself is left. Telnet's, where the other side asks
 * for it, is login-prompt.h's.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "secrets/secrets.h"

/* Bytes [from, to) of a text that were not captured; they are zero there. */
struct login_gap {
	size_t from, to;
};

/* What one side said without a gap, or one datagram; or with gaps, where messages of known sizes go on. */
struct login_source {
	struct bytes text;
	const struct login_gap *gaps; /* in order */
	size_t gap_count;
	uint16_t source_port, destination_port; /* 0: not known */
	const char *protocol; /* of a datagram, as it is named: "OSPF", "PAP"; NULL: not known */
	bool is_datagram;
	bool lacks_start; /* bytes before the text are missing */
	bool is_page; /* of HTTP, or nobody knows of what: a command counts where a login was begun */
};

/* What is known about the bytes before the text; zeroed at the start of a direction. */
struct login_state {
	unsigned pending_responses; /* lines of base64 that answer a challenge */
	bool is_in_secret; /* the text begins inside of one, which its line ends */
	bool has_begun; /* a line named the user, or greeted */
	bool has_recipient, is_in_mail; /* of SMTP: a RCPT, and the lines behind DATA */
	bool is_sasl; /* pending_responses are those of AUTHENTICATE lines (IRC) */
};

/*
 * Adds the secrets to the list as SECRET_LOGIN; offsets are those of source->text. Says whether the text is
 * of a protocol that was understood to its end, binary ones included. `state` goes on with the direction's next text. Of
 * a text with gaps only messages of known sizes are looked at, and what has a gap is hidden whole.
 */
bool logins_find(
	const struct login_source *source, struct login_state *state, struct secret_list *list);

#endif
