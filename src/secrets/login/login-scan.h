#ifndef SECRETS_LOGIN_SCAN_H
#define SECRETS_LOGIN_SCAN_H

/* A text while logins.c searches it. Used only by login*.c. */

#include <string.h>
#include <strings.h>

#include "secrets/login/login-source.h"

struct login_scan {
	const struct login_source *source;
	struct bytes text;
	struct login_state *state;
	struct secret_list *list;
	bool is_lost; /* a part of the text was not understood */
	bool is_tunnel; /* another protocol follows */
};

/* Hides bytes [from, to), cut to the text, as one secret; does nothing when the range is empty. */
void login_hide(struct login_scan *scan, size_t from, size_t to);

/* The byte at an offset; 0 past the end. */
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

/* Notes that no message begins at `at`: the rest was not understood, unless it is encrypted. */
void login_mark_lost(struct login_scan *scan, size_t at);

/* Whether the capture lacks one of the bytes [from, to). */
bool login_has_gap(const struct login_scan *scan, size_t from, size_t to);

/* Whether the text has gaps, so that a message may begin anywhere. */
static inline bool login_is_damaged(const struct login_scan *scan)
{
	return scan->source->lacks_start || scan->source->gap_count;
}

static inline bool login_has_port(const struct login_scan *scan, uint16_t port)
{
	return scan->source->source_port == port || scan->source->destination_port == port;
}

/* The end of `size` bytes from `start` on, or of the text. */
static inline size_t login_end(const struct login_scan *scan, size_t start, size_t size)
{
	size_t left = start < scan->text.size ? scan->text.size - start : 0;
	return size < left ? start + size : start + left;
}

/* A word of a line, an argument. */
struct login_word {
	size_t start, end;
};

/* Compares ignoring case. */
static inline bool login_word_is(
	const struct login_scan *scan, struct login_word word, const char *name)
{
	size_t size = strlen(name);
	return word.end - word.start == size &&
		strncasecmp((const char *)scan->text.data + word.start, name, size) == 0;
}

static inline bool login_word_is_one_of(const struct login_scan *scan, struct login_word word,
	const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (login_word_is(scan, word, names[i]))
			return true;
	}
	return false;
}

/* The end of the line with `at`, and the start of the line after that end. */
size_t login_line_end(const struct login_scan *scan, size_t at);
size_t login_next_line(const struct login_scan *scan, size_t end);

/* Each function hides the logins of its protocol and says whether the text is of that protocol. */
bool login_find_lines(struct login_scan *scan);
bool login_find_resp(struct login_scan *scan);
bool login_find_config(struct login_scan *scan);
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
bool login_find_ppp(struct login_scan *scan);
bool login_find_rip(struct login_scan *scan);
bool login_find_ospf(struct login_scan *scan);
bool login_find_vrrp(struct login_scan *scan);
bool login_find_hsrp(struct login_scan *scan);
bool login_find_tacacs(struct login_scan *scan);
bool login_find_amqp(struct login_scan *scan);
bool login_find_kafka(struct login_scan *scan);
bool login_find_memcached(struct login_scan *scan);
bool login_find_memcached_set(struct login_scan *scan);

#endif
