/*
 * Logins in messages of binary protocols: PostgreSQL's start-up and password messages (its documentation,
 * chapter 55), MySQL's connection phase, LDAP's bind (RFC 4511, 4.2), MQTT's CONNECT (OASIS), SOCKS5's user
 * and password (RFC 1929), VNC's response (RFC 6143, 7.2.2), SNMP's community (RFC 1157, RFC 1901) and
 * RADIUS' User-Password (RFC 2865). A message that is cut is hidden to where it was cut.
 */
#include <string.h>

#include "secrets/login-scan.h"

/* ---- PostgreSQL ---- */

enum {
	POSTGRES_PORT = 5432,
	POSTGRES_POOL_PORT = 6432, /* pgbouncer's */
	POSTGRES_PROTOCOL_3 = 3 << 16,
	POSTGRES_CANCEL = 80877102,
	POSTGRES_SSL = 80877103,
	POSTGRES_GSS = 80877104,
	POSTGRES_START_SIZE_MAX = 10000,
	POSTGRES_HEADER_SIZE = 5, /* the type, and the size without the type */
};

/* Packets without a type, from the start of a connection; returns where those with one begin. */
static size_t skip_postgres_start(struct login_scan *scan, bool *ret_is_start)
{
	size_t at = 0;
	*ret_is_start = false;
	for (unsigned i = 0; i < 3; i++) {
		uint32_t size = login_u32(scan, at), code = login_u32(scan, at + 4);
		if (size < 8 || size > POSTGRES_START_SIZE_MAX)
			return at;
		if (code == POSTGRES_CANCEL) {
			*ret_is_start = true;
			login_hide(scan, at + 12, at + 16);
			return at + size;
		}
		if (code != POSTGRES_SSL && code != POSTGRES_GSS &&
			code >> 16 != POSTGRES_PROTOCOL_3 >> 16)
			return at;
		*ret_is_start = true;
		at += size;
		if (code >> 16 == POSTGRES_PROTOCOL_3 >> 16)
			return at;
	}
	return at;
}

static bool is_postgres_type(uint8_t type)
{
	return type && strchr("123ABCDEFGHIKNPQRSTVWXZcdfnpstv", type);
}

bool login_find_postgres(struct login_scan *scan)
{
	bool is_start,
		has_port = login_has_port(scan, POSTGRES_PORT) ||
		login_has_port(scan, POSTGRES_POOL_PORT);
	size_t at = skip_postgres_start(scan, &is_start);
	if (!is_start && !has_port)
		return false;
	bool is_known = is_start;
	while (at < scan->text.size) {
		uint8_t type = scan->text.data[at];
		uint32_t size = login_u32(scan, at + 1);
		bool is_cut = at + POSTGRES_HEADER_SIZE > scan->text.size;
		if (!is_postgres_type(type) || (!is_cut && size < 4))
			break;
		is_known = true;
		if (type == 'p')
			login_hide(scan, at + POSTGRES_HEADER_SIZE, at + 1 + (size_t)size);
		at += 1 + (size_t)size;
	}
	return is_known;
}

/* ---- MySQL ---- */

enum {
	MYSQL_PORT = 3306,
	MYSQL_HEADER_SIZE = 4, /* the size in three bytes, a sequence number */
	MYSQL_RESPONSE_SIZE =
		32, /* of a response before the user's name; all of a request for TLS */
	MYSQL_CHANGE_USER = 0x11,
};

/* A string ended by NUL: what follows it. */
static size_t after_nul(const struct login_scan *scan, size_t at)
{
	const uint8_t *nul =
		at < scan->text.size ? memchr(scan->text.data + at, 0, scan->text.size - at) : NULL;
	return nul ? (size_t)(nul - scan->text.data) + 1 : scan->text.size;
}

/* Commands have the number 0; what has another one belongs to a login, and so has its data. */
bool login_find_mysql(struct login_scan *scan)
{
	bool is_server = scan->source->source_port == MYSQL_PORT;
	if (!is_server && scan->source->destination_port != MYSQL_PORT)
		return false;
	bool is_known = false;
	for (size_t at = 0; at + MYSQL_HEADER_SIZE < scan->text.size;) {
		size_t start = at + MYSQL_HEADER_SIZE;
		size_t end = start + login_u24_little(scan, at);
		uint8_t number = login_byte(scan, at + 3);
		if (end == start)
			break;
		is_known = true;
		if (is_server) /* an old password is told by its challenge, which the greeting has */
			break;
		if (number == 0 && login_byte(scan, start) == MYSQL_CHANGE_USER)
			login_hide(scan, after_nul(scan, start + 1), end);
		else if (number == 1 && end - start > MYSQL_RESPONSE_SIZE)
			login_hide(scan, after_nul(scan, start + MYSQL_RESPONSE_SIZE), end);
		else if (number == 2 && end - start > MYSQL_RESPONSE_SIZE &&
			login_u32(scan, start + 28) ==
				0) /* behind a request for TLS that was refused */
			login_hide(scan, after_nul(scan, start + MYSQL_RESPONSE_SIZE), end);
		else if (number > 1)
			login_hide(scan, start, end);
		at = end;
	}
	return is_known;
}

/* ---- LDAP and SNMP: BER ---- */

enum {
	BER_SEQUENCE = 0x30,
	BER_INTEGER = 0x02,
	BER_OCTETS = 0x04,
	BER_CONTEXT_SIMPLE = 0x80,
	BER_CONTEXT_SASL = 0xa3,
	LDAP_BIND = 0x60,
	SNMP_PORT = 161,
	SNMP_TRAP_PORT = 162,
	SNMP_VERSION_2C = 1,
};

/* Tag and length of what stands at `at`; false when it is none. The content may be cut. */
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

/* The bind request's credentials; `at` is behind its version. */
static void hide_ldap_credentials(struct login_scan *scan, size_t at)
{
	uint8_t tag;
	size_t start, end;
	if (!ber_read(scan, at, &tag, &start, &end) || tag != BER_OCTETS)
		return; /* the name */
	if (!ber_read(scan, end, &tag, &start, &end))
		return;
	if (tag == BER_CONTEXT_SIMPLE)
		login_hide(scan, start, end);
	else if (tag == BER_CONTEXT_SASL && ber_read(scan, start, &tag, &start, &end) &&
		ber_read(scan, end, &tag, &start, &end)) /* behind the mechanism */
		login_hide(scan, start, end);
}

bool login_find_ldap(struct login_scan *scan)
{
	bool is_known = false;
	for (size_t at = 0; at < scan->text.size;) {
		uint8_t tag;
		size_t start, end, message_end;
		if (!ber_read(scan, at, &tag, &start, &message_end) || tag != BER_SEQUENCE ||
			!ber_read(scan, start, &tag, &start, &end) || tag != BER_INTEGER ||
			end - start > 4 || !ber_read(scan, end, &tag, &start, &end))
			break;
		bool is_operation = (tag & 0xc0) == 0x40 && (tag & 0x1f) <= 25; /* application */
		if (!is_operation)
			break;
		is_known = true;
		if (tag == LDAP_BIND && ber_read(scan, start, &tag, &start, &end) &&
			tag == BER_INTEGER)
			hide_ldap_credentials(scan, end);
		at = message_end;
	}
	return is_known;
}

bool login_find_snmp(struct login_scan *scan)
{
	uint8_t tag;
	size_t start, end, message_end;
	if (!ber_read(scan, 0, &tag, &start, &message_end) || tag != BER_SEQUENCE ||
		!ber_read(scan, start, &tag, &start, &end) || tag != BER_INTEGER ||
		end - start != 1)
		return false;
	uint8_t version = login_byte(scan, start);
	bool has_port = login_has_port(scan, SNMP_PORT) || login_has_port(scan, SNMP_TRAP_PORT);
	if (!ber_read(scan, end, &tag, &start, &end))
		return false;
	if (version > SNMP_VERSION_2C || tag != BER_OCTETS)
		return has_port &&
			version == 3; /* whose user is named, and whose keys are not sent */
	uint8_t pdu = login_byte(scan, end);
	bool is_pdu = (pdu & 0xe0) == 0xa0 && (pdu & 0x1f) <= 8;
	if (!is_pdu && end < scan->text.size)
		return false;
	login_hide(scan, start, end);
	return true;
}

/* ---- MQTT ---- */

enum {
	MQTT_CONNECT = 0x10,
	MQTT_FLAG_USER = 0x80,
	MQTT_FLAG_PASSWORD = 0x40,
	MQTT_FLAG_WILL = 0x04,
	MQTT_VERSION_5 = 5,
};

/* A number of 7 bits a byte; false when there is none. */
static bool mqtt_number(const struct login_scan *scan, size_t *at, size_t *ret_number)
{
	size_t number = 0;
	for (unsigned shift = 0; shift <= 21; shift += 7) {
		uint8_t byte = login_byte(scan, (*at)++);
		number |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

static void skip_mqtt_properties(const struct login_scan *scan, size_t *at)
{
	size_t size;
	if (mqtt_number(scan, at, &size))
		*at += size;
}

static size_t skip_mqtt_string(const struct login_scan *scan, size_t at)
{
	return at + 2 + login_u16(scan, at);
}

/* A device's user name often is its key: both are hidden. */
bool login_find_mqtt(struct login_scan *scan)
{
	size_t at = 1, size;
	if (login_byte(scan, 0) != MQTT_CONNECT || !mqtt_number(scan, &at, &size))
		return false;
	size_t name = login_u16(scan, at);
	bool is_new = name == 4 && at + 6 <= scan->text.size &&
		memcmp(scan->text.data + at + 2, "MQTT", 4) == 0;
	bool is_old = name == 6 && at + 8 <= scan->text.size &&
		memcmp(scan->text.data + at + 2, "MQIsdp", 6) == 0;
	if (!is_new && !is_old)
		return false;
	at += 2 + name;
	uint8_t version = login_byte(scan, at), flags = login_byte(scan, at + 1);
	at += 4; /* and the time to keep alive */
	if (version == MQTT_VERSION_5)
		skip_mqtt_properties(scan, &at);
	at = skip_mqtt_string(scan, at); /* the client's name */
	if (flags & MQTT_FLAG_WILL) {
		if (version == MQTT_VERSION_5)
			skip_mqtt_properties(scan, &at);
		at = skip_mqtt_string(scan, skip_mqtt_string(scan, at));
	}
	for (unsigned flag = MQTT_FLAG_USER; flag >= MQTT_FLAG_PASSWORD; flag >>= 1) {
		if (!(flags & flag))
			continue;
		login_hide(scan, at + 2, skip_mqtt_string(scan, at));
		at = skip_mqtt_string(scan, at);
	}
	return true;
}

/* ---- SOCKS5 ---- */

bool login_find_socks(struct login_scan *scan)
{
	enum { SOCKS_VERSION = 5, METHOD_PASSWORD = 2, LOGIN_VERSION = 1 };
	size_t methods = login_byte(scan, 1), at = 2 + methods;
	if (scan->source->lacks_start || login_byte(scan, 0) != SOCKS_VERSION || !methods ||
		at > scan->text.size)
		return false;
	if (!memchr(scan->text.data + 2, METHOD_PASSWORD, methods) ||
		login_byte(scan, at) != LOGIN_VERSION)
		return login_byte(scan, at) == SOCKS_VERSION || at == scan->text.size;
	size_t password = at + 2 + login_byte(scan, at + 1);
	login_hide(scan, at + 2, password);
	login_hide(scan, password + 1, password + 1 + login_byte(scan, password));
	return true;
}

/* ---- VNC ---- */

bool login_find_vnc(struct login_scan *scan)
{
	enum { VERSION_SIZE = 12, RESPONSE_SIZE = 16, SECURITY_VNC = 2 };
	if (scan->source->lacks_start || scan->text.size < VERSION_SIZE ||
		memcmp(scan->text.data, "RFB 00", 6) != 0)
		return false;
	/* Version 3.3 has no choice of the client's before its response. */
	bool has_choice = memcmp(scan->text.data, "RFB 003.003", 11) != 0;
	size_t at = VERSION_SIZE + has_choice;
	bool is_client = scan->source->destination_port < scan->source->source_port;
	if (is_client && (!has_choice || login_byte(scan, VERSION_SIZE) == SECURITY_VNC))
		login_hide(scan, at, at + RESPONSE_SIZE);
	return true;
}

/* ---- RADIUS ---- */

bool login_find_radius(struct login_scan *scan)
{
	enum { HEADER_SIZE = 20, USER_PASSWORD = 2, CHAP_PASSWORD = 3, EAP_MESSAGE = 79 };
	static const uint16_t ports[] = { 1812, 1813, 1645, 1646, 3799 };
	bool has_port = false;
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		has_port = has_port || login_has_port(scan, ports[i]);
	if (!has_port || scan->text.size < HEADER_SIZE)
		return false;
	for (size_t at = HEADER_SIZE; at + 2 <= scan->text.size;) {
		uint8_t type = login_byte(scan, at);
		size_t size = login_byte(scan, at + 1);
		if (size < 2)
			break;
		if (type == USER_PASSWORD || type == CHAP_PASSWORD || type == EAP_MESSAGE)
			login_hide(scan, at + 2, at + size);
		at += size;
	}
	return true;
}
