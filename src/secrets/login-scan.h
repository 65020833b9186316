#ifndef SECRETS_LOGIN_SCAN_H
#define SECRETS_LOGIN_SCAN_H

/* A text while logins.c searches it. Known only to login*.c. */

#include "secrets/logins.h"

struct login_scan {
	const struct login_source *source;
	struct bytes text;
	struct login_state *state;
	struct secret_list *list;
};

/* Bytes [from, to) are one secret; nothing when there are none. Cut to the text. */
void login_hide(struct login_scan *scan, size_t from, size_t to);

/* Past the end: 0. */
static inline uint8_t login_byte(const struct login_scan *scan, size_t at)
{
	return at < scan->text.size ? scan->text.data[at] : 0;
}

static inline uint32_t login_u16(const struct login_scan *scan, size_t at)
{
	return (uint32_t)login_byte(scan, at) << 8 | login_byte(scan, at + 1);
}

static inline uint32_t login_u32(const struct login_scan *scan, size_t at)
{
	return login_u16(scan, at) << 16 | login_u16(scan, at + 2);
}

static inline uint32_t login_u24_little(const struct login_scan *scan, size_t at)
{
	return login_byte(scan, at) | (uint32_t)login_byte(scan, at + 1) << 8 |
		(uint32_t)login_byte(scan, at + 2) << 16;
}

static inline bool login_has_port(const struct login_scan *scan, uint16_t port)
{
	return scan->source->source_port == port || scan->source->destination_port == port;
}

/* Each hides what it finds and says whether the text is of its protocol. */
bool login_find_lines(struct login_scan *scan);
bool login_find_resp(struct login_scan *scan);
bool login_find_sql(struct login_scan *scan);
bool login_find_sasl_elements(struct login_scan *scan);
bool login_find_postgres(struct login_scan *scan);
bool login_find_mysql(struct login_scan *scan);
bool login_find_ldap(struct login_scan *scan);
bool login_find_mqtt(struct login_scan *scan);
bool login_find_socks(struct login_scan *scan);
bool login_find_vnc(struct login_scan *scan);
bool login_find_snmp(struct login_scan *scan);
bool login_find_radius(struct login_scan *scan);

#endif
