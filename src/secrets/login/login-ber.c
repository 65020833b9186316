/*
 * Logins in BER messages (X.690): LDAP's bind (RFC 4511 section 4.2) and SNMP's community (RFC
 * 1157, RFC 1901). After missing bytes a message may begin anywhere, and a bind is recognized by
 * its first bytes alone. A bind with a gap is hidden from the gap to its end.
 */
#include "base/array.h"
#include "secrets/login/login-scan.h"

enum {
	BER_SEQUENCE = 0x30,
	BER_INTEGER = 0x02,
	BER_OCTETS = 0x04,
	BER_CONTEXT_SIMPLE = 0x80,
	BER_CONTEXT_SASL = 0xa3,
	BER_INTEGER_SIZE_MAX = 4,
	LDAP_BIND = 0x60,
	LDAP_OPERATION_LAST = 25,
	LDAP_PORT = 389,
	LDAP_CATALOG_PORT = 3268,
	LDAP_REST_SIZE_MAX = 1024,
	SNMP_PORT = 161,
	SNMP_TRAP_PORT = 162,
	SNMP_VERSION_2C = 1,
	SNMP_VERSION_3 = 3,
};

/* Reads tag and length at `at`; false when they are invalid. The content may be cut. */
static bool ber_read(const struct login_scan *scan, size_t at, uint8_t *ret_tag, size_t *ret_start,
	size_t *ret_end)
{
	if (at + 1 >= scan->text.size)
		return false;
	size_t size = login_byte(scan, at + 1), start = at + 2;
	if (size & 0x80) {
		size_t digits = size & 0x7f;
		if (!digits || digits > 4)
			return false;
		size = 0;
		for (size_t i = 0; i < digits; i++)
			size = size << 8 | login_byte(scan, start++);
	}
	*ret_tag = login_byte(scan, at);
	*ret_start = start;
	*ret_end = start + size;
	return true;
}

/* ---- LDAP ---- */

/* An LDAP operation, with its end and that of its message. */
struct ldap_message {
	uint8_t operation;
	size_t start, operation_end, end; /* `start`: of the operation's content */
};

/* Reads a message. Its number is positive and has one to four bytes. */
static bool read_message(const struct login_scan *scan, size_t at, struct ldap_message *ret_message)
{
	uint8_t tag;
	size_t start, end;
	if (!ber_read(scan, at, &tag, &start, &ret_message->end) || tag != BER_SEQUENCE ||
		!ber_read(scan, start, &tag, &start, &end) || tag != BER_INTEGER ||
		end - start > BER_INTEGER_SIZE_MAX)
		return false;
	if (!ber_read(scan, end, &ret_message->operation, &ret_message->start,
		    &ret_message->operation_end))
		return false;
	bool is_operation = (ret_message->operation & 0xc0) == 0x40 && /* LDAP */
		(ret_message->operation & 0x1f) <= LDAP_OPERATION_LAST;
	if (login_has_gap(scan, end, end + 1))
		ret_message->operation = LDAP_BIND; /* it may be a bind */
	return is_operation || login_has_gap(scan, end, end + 1);
}

/* Reads a bind without its message: version 2 or 3, and a name. */
static bool read_bind(const struct login_scan *scan, size_t at, struct ldap_message *ret_message)
{
	if (!ber_read(scan, at, &ret_message->operation, &ret_message->start,
		    &ret_message->operation_end) ||
		ret_message->operation != LDAP_BIND)
		return false;
	ret_message->end = ret_message->operation_end;
	size_t version = ret_message->start;
	return login_byte(scan, version) == BER_INTEGER && login_byte(scan, version + 1) == 1 &&
		(login_byte(scan, version + 2) == 2 || login_byte(scan, version + 2) == 3) &&
		login_byte(scan, version + 3) == BER_OCTETS;
}

/* Returns the message at `at`, or the next one when that is damaged; false when there is none. */
static bool next_message(
	const struct login_scan *scan, size_t *at, struct ldap_message *ret_message)
{
	for (; *at < scan->text.size; ++*at) {
		uint8_t tag = scan->text.data[*at];
		if (tag == LDAP_BIND && read_bind(scan, *at, ret_message))
			return true;
		if (tag == BER_SEQUENCE && read_message(scan, *at, ret_message) &&
			ret_message->operation_end <= ret_message->end)
			return true;
	}
	return false;
}

/* Hides the credentials, which are the last part of a bind. */
static void hide_credentials(struct login_scan *scan, size_t at, const struct ldap_message *message)
{
	size_t end = message->operation_end > message->end ? message->operation_end : message->end;
	if (login_has_gap(scan, at, end)) {
		login_hide(scan, message->start, end);
		return;
	}
	uint8_t tag;
	size_t start, next;
	if (!ber_read(scan, message->start, &tag, &start, &next) || tag != BER_INTEGER ||
		!ber_read(scan, next, &tag, &start, &next) || tag != BER_OCTETS || /* the name */
		!ber_read(scan, next, &tag, &start, &next))
		return;
	if (tag == BER_CONTEXT_SIMPLE)
		login_hide(scan, start, next);
	else if (tag == BER_CONTEXT_SASL && ber_read(scan, start, &tag, &start, &next) &&
		ber_read(scan, next, &tag, &start, &next)) /* after the mechanism */
		login_hide(scan, start, next);
}

/* Hides the rest [0, end) of a message: a password would be its last part. */
static void hide_rest_of_bind(struct login_scan *scan, size_t end)
{
	bool has_port = login_has_port(scan, LDAP_PORT) || login_has_port(scan, LDAP_CATALOG_PORT);
	if (!has_port || !scan->source->lacks_start || end > LDAP_REST_SIZE_MAX)
		return;
	for (size_t at = 0; at + 2 < end; at++) {
		if (scan->text.data[at] == BER_CONTEXT_SIMPLE &&
			at + 2 + login_byte(scan, at + 1) == end)
			login_hide(scan, at + 2, end);
	}
}

/* Hides the values after an attribute's name, in an entry, a change, a comparison or a filter. */
static void hide_values(struct login_scan *scan, size_t at, size_t end)
{
	enum { BER_SET = 0x31 };
	uint8_t tag;
	size_t start, next;
	while (at < end && ber_read(scan, at, &tag, &start, &next) &&
		(tag == BER_SET || tag == BER_OCTETS)) {
		if (tag == BER_OCTETS)
			login_hide(scan, start, next);
		at = tag == BER_SET ? start : next;
	}
}

/* Hides passwords that are attributes, and those of a password change (RFC 3062: old and new). */
static void hide_attributes(struct login_scan *scan, size_t from, size_t end)
{
	static const char *const names[] = { "userPassword", "unicodePwd", "sambaNTPassword",
		"sambaLMPassword", "krbPrincipalKey", "authPassword" };
	static const char modify[] = "1.3.6.1.4.1.4203.1.11.1";
	enum { OLD_PASSWORD = 0x81, NEW_PASSWORD = 0x82, BER_CONTEXT_NAME = 0x80 };
	uint8_t tag;
	size_t start, next, size = sizeof(modify) - 1;
	end = end < scan->text.size ? end : scan->text.size;
	for (size_t at = from; at < end; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
			const struct login_word word = { at, at + strlen(names[i]) };
			if (word.end <= end && login_word_is(scan, word, names[i]))
				hide_values(scan, word.end, end);
		}
		if (end - at < size || memcmp(scan->text.data + at, modify, size) != 0)
			continue;
		if (!ber_read(scan, at + size, &tag, &start, &next) ||
			!ber_read(scan, start, &tag, &start, &next) || tag != BER_SEQUENCE)
			continue;
		for (size_t part = start;
			part < end && ber_read(scan, part, &tag, &start, &part);) {
			if (tag == OLD_PASSWORD || tag == NEW_PASSWORD)
				login_hide(scan, start, part);
			if (tag < BER_CONTEXT_NAME || tag > NEW_PASSWORD)
				break;
		}
	}
}

bool login_find_ldap(struct login_scan *scan)
{
	bool is_known = false;
	for (size_t at = 0; at < scan->text.size;) {
		struct ldap_message message;
		size_t before = at;
		bool is_next = !read_message(scan, at, &message);
		if (is_next && (!login_is_damaged(scan) || !next_message(scan, &at, &message))) {
			if (before == 0)
				hide_rest_of_bind(scan, scan->text.size);
			login_mark_lost(scan, at);
			break;
		}
		if (is_next && before == 0)
			hide_rest_of_bind(scan, at);
		is_known = true;
		if (message.operation == LDAP_BIND)
			hide_credentials(scan, at, &message);
		else
			hide_attributes(scan, message.start,
				message.end > at + 2 ? message.end : message.operation_end);
		at = message.end > at + 2 ? message.end : message.operation_end;
	}
	return is_known;
}

/* ---- SNMP ---- */

bool login_find_snmp(struct login_scan *scan)
{
	uint8_t tag;
	size_t start, end, message_end;
	if (!ber_read(scan, 0, &tag, &start, &message_end) || tag != BER_SEQUENCE ||
		!ber_read(scan, start, &tag, &start, &end) || tag != BER_INTEGER || end == start ||
		end - start > BER_INTEGER_SIZE_MAX)
		return false;
	uint32_t version = 0;
	for (size_t i = start; i < end; i++)
		version = version << 8 | login_byte(scan, i);
	bool has_port = login_has_port(scan, SNMP_PORT) || login_has_port(scan, SNMP_TRAP_PORT);
	if (!ber_read(scan, end, &tag, &start, &end))
		return false;
	if (version > SNMP_VERSION_2C || tag != BER_OCTETS)
		return has_port &&
			version == SNMP_VERSION_3; /* the user is named, and keys are not sent */
	uint8_t pdu = login_byte(scan, end);
	bool is_pdu = (pdu & 0xe0) == 0xa0 && (pdu & 0x1f) <= 8;
	if (!is_pdu && end < scan->text.size)
		return false;
	login_hide(scan, start, end);
	return true;
}
