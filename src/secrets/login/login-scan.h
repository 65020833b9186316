#ifndef SECRETS_LOGIN_SCAN_H
#define SECRETS_LOGIN_SCAN_H

/* A text while logins.c searches it. Known only to login*.c. */

#include <string.h>
#include <strings.h>

#include "secrets/login/logins.h"

struct login_scan {
	const struct login_source *source;
	struct bytes text;
	struct login_state *state;
	struct secret_list *list;
	bool is_lost; /* a part of the text was not understood */
	bool is_tunnel; /* another protocol follows */
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

/* Messages end at `at`, where no other begins: what follows was not understood, unless it is encrypted. */
void login_lose(struct login_scan *scan, size_t at);

/* Whether one of the bytes [from, to) was not captured. */
bool login_has_gap(const struct login_scan *scan, size_t from, size_t to);

/* Whether messages may begin anywhere in the text. */
static inline bool login_is_damaged(const struct login_scan *scan)
{
	return scan->source->lacks_start || scan->source->gap_count;
}

static inline bool login_has_port(const struct login_scan *scan, uint16_t port)
{
	return scan->source->source_port == port || scan->source->destination_port == port;
}

/* Where `size` bytes from `start` on end, or the text's end. */
static inline size_t login_end(const struct login_scan *scan, size_t start, size_t size)
{
	size_t left = start < scan->text.size ? scan->text.size - start : 0;
	return size < left ? start + size : start + left;
}

/* A word of a line, an argument. */
struct login_word {
	size_t start, end;
};

/* In any case of its letters. */
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

/* Where the line ends that has `at`; where the one behind that end begins. */
size_t login_line_end(const struct login_scan *scan, size_t at);
size_t login_next_line(const struct login_scan *scan, size_t end);

/* Each hides what it finds and says whether the text is of its protocol. */
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
