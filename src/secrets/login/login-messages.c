/*
 * Logins in binary messages: PostgreSQL's start-up and password messages (its documentation,
 * chapter 55), MySQL's connection phase, MQTT's CONNECT (OASIS), SOCKS5's user and password (RFC
 * 1929), VNC's response (RFC 6143 section 7.2.2) and RADIUS' passwords (RFC 2865). A cut message is
 * hidden up to the cut. A message with a gap is hidden from its beginning; when its size is in the
 * gap, as far as it may extend.
 */

#include "base/array.h"
#include "secrets/login/login-scan.h"

/* Returns the offset after a string that ends with NUL. */
static size_t after_nul(const struct login_scan *scan, size_t at)
{
	const uint8_t *nul =
		at < scan->text.size ? memchr(scan->text.data + at, 0, scan->text.size - at) : NULL;
	return nul ? (size_t)(nul - scan->text.data) + 1 : scan->text.size;
}

/* ---- PostgreSQL ---- */

enum {
	POSTGRES_PORT = 5432,
	POSTGRES_POOL_PORT = 6432, /* pgbouncer's */
	POSTGRES_PROTOCOL_3 = 3 << 16,
	POSTGRES_CANCEL = 80877102,
	POSTGRES_SSL = 80877103,
	POSTGRES_GSS = 80877104,
	POSTGRES_START_SIZE_MAX = 10000,
	POSTGRES_PASSWORD_SIZE_MAX = 1024,
	POSTGRES_MESSAGE_SIZE_MAX = 1 << 24, /* after a gap, larger messages are not trusted */
	POSTGRES_HEADER_SIZE = 5, /* the type, and the size, which does not include the type */
};

/* Skips packets without a type, at the start of a connection; returns where typed ones begin. */
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

/*
 * Whether this is a password after a gap: its type, a plausible size, and characters up to a NUL.
 */
static bool is_postgres_password(const struct login_scan *scan, size_t at)
{
	uint32_t size = login_u32(scan, at + 1);
	if (login_byte(scan, at) != 'p' || size <= 5 || size > POSTGRES_PASSWORD_SIZE_MAX)
		return false;
	size_t end = at + size; /* of the NUL */
	for (size_t i = at + POSTGRES_HEADER_SIZE; i < end && i < scan->text.size; i++) {
		if (login_byte(scan, i) < ' ')
			return false;
	}
	return at + POSTGRES_HEADER_SIZE < scan->text.size && login_byte(scan, end) == 0;
}

static size_t next_postgres_password(const struct login_scan *scan, size_t at)
{
	while (at < scan->text.size && !is_postgres_password(scan, at))
		at++;
	return at;
}

/* Hides a message whose type or size is in a gap, up to its NUL: it may be a password. */
static size_t hide_damaged_postgres(struct login_scan *scan, size_t at)
{
	size_t start = at + POSTGRES_HEADER_SIZE, end = after_nul(scan, start + 1);
	login_hide(scan, start, end);
	return end;
}

/* Hides a client's text up to its NUL when it begins in a message, which may be a password. */
static void hide_postgres_rest(struct login_scan *scan)
{
	bool is_client = scan->source->destination_port < scan->source->source_port;
	size_t end = after_nul(scan, 0);
	if (scan->source->lacks_start && is_client && end <= POSTGRES_PASSWORD_SIZE_MAX)
		login_hide(scan, 0, end);
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
		if (login_has_gap(scan, at, at + POSTGRES_HEADER_SIZE)) {
			at = hide_damaged_postgres(scan, at);
			continue;
		}
		bool is_wild = login_is_damaged(scan) && size > POSTGRES_MESSAGE_SIZE_MAX;
		if (!is_postgres_type(type) || (!is_cut && (size < 4 || is_wild))) {
			if (!login_is_damaged(scan)) {
				login_mark_lost(scan, at);
				break;
			}
			if (at == 0)
				hide_postgres_rest(scan);
			at = next_postgres_password(scan, at + 1);
			continue;
		}
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
	MYSQL_HEADER_SIZE = 4, /* three bytes of size and a sequence number */
	MYSQL_RESPONSE_SIZE =
		32, /* of a response before the user's name, or of a whole TLS request */
	MYSQL_CHANGE_USER = 0x11,
	MYSQL_LOGIN_SIZE_MAX = 512, /* hidden when its size is unknown */
};

/*
 * Packets with sequence number 0 are commands; the others belong to a login, and so does their
 * data.
 */
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
		if (end == start && !login_has_gap(scan, at, start)) {
			login_mark_lost(scan, start);
			break;
		}
		is_known = true;
		/* an old password is a response to the greeting's challenge */
		if (is_server)
			break;
		if (login_has_gap(scan, at, start)) {
			login_hide(scan, start, start + MYSQL_LOGIN_SIZE_MAX);
			break;
		}
		if (number == 0 && login_byte(scan, start) == MYSQL_CHANGE_USER)
			login_hide(scan, after_nul(scan, start + 1), end);
		else if (number && login_has_gap(scan, start, end))
			login_hide(scan, start, end);
		else if (number == 1 && end - start > MYSQL_RESPONSE_SIZE)
			login_hide(scan, after_nul(scan, start + MYSQL_RESPONSE_SIZE), end);
		else if (number == 2 && end - start > MYSQL_RESPONSE_SIZE &&
			login_u32(scan, start + 28) == 0) /* after a refused TLS request */
			login_hide(scan, after_nul(scan, start + MYSQL_RESPONSE_SIZE), end);
		else if (number > 1)
			login_hide(scan, start, end);
		at = end;
	}
	return is_known;
}

/* ---- MQTT ---- */

enum {
	MQTT_CONNECT = 0x10,
	MQTT_FLAG_USER = 0x80,
	MQTT_FLAG_PASSWORD = 0x40,
	MQTT_FLAG_WILL = 0x04,
	MQTT_VERSION_5 = 5,
	MQTT_LOGIN_SIZE_MAX = 1024, /* hidden when its size is unknown */
};

/* Reads a variable-length number, 7 bits a byte; false when it is invalid. */
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

/* Whether the protocol's name and its size are at `at`, as far as they were captured. */
static bool has_mqtt_name(const struct login_scan *scan, size_t at, const char *name, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (login_byte(scan, at + i) != (uint8_t)name[i] &&
			!login_has_gap(scan, at + i, at + i + 1))
			return false;
	}
	return at + size <= scan->text.size;
}

static const char mqtt_new[] = "\0\4MQTT", mqtt_old[] = "\0\6MQIsdp";

/* Returns the offset after the protocol's name at `at`; 0 when it is not there. */
static size_t after_mqtt_name(const struct login_scan *scan, size_t at)
{
	if (has_mqtt_name(scan, at, mqtt_new, sizeof(mqtt_new) - 1))
		return at + sizeof(mqtt_new) - 1;
	return has_mqtt_name(scan, at, mqtt_old, sizeof(mqtt_old) - 1) ? at + sizeof(mqtt_old) - 1
								       : 0;
}

/* Finds the CONNECT at the start of the text, or anywhere when the beginning is missing. */
static size_t find_mqtt_connect(const struct login_scan *scan, size_t *ret_end)
{
	size_t at = 1, size;
	bool is_first = login_byte(scan, 0) == MQTT_CONNECT && mqtt_number(scan, &at, &size);
	*ret_end = is_first ? at + size : scan->text.size;
	size_t found = is_first ? after_mqtt_name(scan, at) : 0;
	for (size_t i = 0; !found && login_is_damaged(scan) && i < scan->text.size; i++) {
		const uint8_t *zero = memchr(scan->text.data + i, 0, scan->text.size - i);
		if (!zero)
			break;
		i = (size_t)(zero - scan->text.data);
		found = after_mqtt_name(scan, i);
		*ret_end = i + MQTT_LOGIN_SIZE_MAX;
	}
	return found;
}

/* Hides both name and password, since the user name of a device is often its key. */
bool login_find_mqtt(struct login_scan *scan)
{
	size_t end, at = find_mqtt_connect(scan, &end);
	if (!at)
		return false;
	uint8_t version = login_byte(scan, at), flags = login_byte(scan, at + 1);
	at += 4; /* also the keep-alive time */
	if (login_has_gap(scan, 0, end)) {
		login_hide(scan, at, end);
		return true;
	}
	if (version == MQTT_VERSION_5)
		skip_mqtt_properties(scan, &at);
	at = skip_mqtt_string(scan, at); /* the client id */
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

enum {
	SOCKS_VERSION = 5,
	SOCKS_METHOD_PASSWORD = 2,
	SOCKS_LOGIN_VERSION = 1,
	SOCKS_LOGIN_SIZE_MAX = 3 + 2 * 255,
};

static bool has_socks_port(const struct login_scan *scan)
{
	static const uint16_t ports[] = { 1080, 1081, 9050, 9150 };
	for (size_t i = 0; i < ARRAY_COUNT(ports); i++) {
		if (scan->source->destination_port == ports[i])
			return true;
	}
	return false;
}

/* Hides version, user and password, each with its size; returns the end, or 0. */
static size_t hide_socks_login(struct login_scan *scan, size_t at)
{
	size_t password = at + 2 + login_byte(scan, at + 1);
	if (login_byte(scan, at) != SOCKS_LOGIN_VERSION)
		return 0;
	login_hide(scan, at + 2, password);
	login_hide(scan, password + 1, password + 1 + login_byte(scan, password));
	return password + 1 + login_byte(scan, password);
}

/*
 * The size of a request: | version 1 | command 1 | 0 | kind 1 | address | port 2 |. The bytes after
 * it are of another protocol.
 */
static size_t socks_request_size(const struct login_scan *scan, size_t at)
{
	enum { KIND_NAME = 3, KIND_IPV6 = 4 };
	uint8_t kind = login_byte(scan, at + 3);
	size_t address = kind == KIND_IPV6 ? 16 : 4;
	return 6 + (kind == KIND_NAME ? 1 + (size_t)login_byte(scan, at + 4) : address);
}

/* Finds a login without its greeting: the port and matching sizes identify the messages. */
static bool find_socks_rest(struct login_scan *scan)
{
	size_t user = login_byte(scan, 1), password = login_byte(scan, user + 2);
	bool is_login = login_byte(scan, 0) == SOCKS_LOGIN_VERSION && user && password &&
		user + 3 + password <= scan->text.size;
	return has_socks_port(scan) && is_login && hide_socks_login(scan, 0) > 0;
}

bool login_find_socks(struct login_scan *scan)
{
	size_t methods = login_byte(scan, 1), at = 2 + methods;
	bool is_greeting = login_byte(scan, 0) == SOCKS_VERSION;
	if ((is_greeting || has_socks_port(scan)) && login_has_gap(scan, 0, SOCKS_LOGIN_SIZE_MAX)) {
		login_hide(scan, 3, SOCKS_LOGIN_SIZE_MAX);
		return true;
	}
	if (!is_greeting || !methods || at > scan->text.size)
		return scan->source->lacks_start && find_socks_rest(scan);
	bool has_password = memchr(scan->text.data + 2, SOCKS_METHOD_PASSWORD, methods) != NULL;
	if (scan->source->lacks_start && !(has_password && methods < 10 && at < scan->text.size))
		return false;
	if (!has_password || login_byte(scan, at) != SOCKS_LOGIN_VERSION) {
		scan->is_tunnel = login_byte(scan, at) == SOCKS_VERSION;
		if (scan->is_tunnel)
			login_mark_lost(scan, at + socks_request_size(scan, at));
		return !scan->source->lacks_start && (scan->is_tunnel || at == scan->text.size);
	}
	at = hide_socks_login(scan, at);
	scan->is_tunnel = true;
	login_mark_lost(scan, at + socks_request_size(scan, at));
	return true;
}

/* ---- VNC ---- */

bool login_find_vnc(struct login_scan *scan)
{
	enum { VERSION_SIZE = 12, RESPONSE_SIZE = 16, SECURITY_VNC = 2 };
	if (scan->source->lacks_start || scan->text.size < VERSION_SIZE ||
		memcmp(scan->text.data, "RFB 00", 6) != 0)
		return false;
	/* In version 3.3 the client makes no choice before its response. */
	bool has_choice = memcmp(scan->text.data, "RFB 003.003", 11) != 0;
	size_t at = VERSION_SIZE + has_choice;
	bool is_client = scan->source->destination_port < scan->source->source_port;
	if (is_client && (!has_choice || login_byte(scan, VERSION_SIZE) == SECURITY_VNC))
		login_hide(scan, at, at + RESPONSE_SIZE);
	return true;
}

/* ---- RADIUS ---- */

/* Vendors have their own passwords: MS-CHAP responses, MPPE keys (RFC 2548). */
static bool is_radius_secret(uint8_t type)
{
	enum {
		USER_PASSWORD = 2,
		CHAP_PASSWORD = 3,
		VENDOR = 26,
		TUNNEL_PASSWORD = 69,
		ARAP_PASSWORD = 70,
		EAP_MESSAGE = 79,
		DIGEST_RESPONSE = 103,
		EXTENDED_FIRST = 241,
		EXTENDED_LAST = 246
	};
	return type == USER_PASSWORD || type == CHAP_PASSWORD || type == VENDOR ||
		type == TUNNEL_PASSWORD || type == ARAP_PASSWORD || type == EAP_MESSAGE ||
		type == DIGEST_RESPONSE || (type >= EXTENDED_FIRST && type <= EXTENDED_LAST);
}

static bool is_padding(const struct login_scan *scan, size_t at)
{
	while (at < scan->text.size && scan->text.data[at] == 0)
		at++;
	return at == scan->text.size;
}

bool login_find_radius(struct login_scan *scan)
{
	enum { HEADER_SIZE = 20 };
	static const uint16_t ports[] = { 1812, 1813, 1645, 1646, 3799 };
	bool has_port = false;
	for (size_t i = 0; i < ARRAY_COUNT(ports); i++)
		has_port = has_port || login_has_port(scan, ports[i]);
	if (!has_port || scan->text.size < HEADER_SIZE)
		return false;
	for (size_t at = HEADER_SIZE; at < scan->text.size;) {
		size_t size = login_byte(scan, at + 1);
		bool is_damaged = size < 2 || at + size > scan->text.size;
		if (is_damaged) {
			if (!is_padding(scan, at))
				login_hide(scan, at, scan->text.size);
			break;
		}
		if (is_radius_secret(login_byte(scan, at)))
			login_hide(scan, at + 2, at + size);
		at += size;
	}
	return true;
}
