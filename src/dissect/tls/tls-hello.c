/*
 * ClientHello and ServerHello (RFC 8446 section 4.1, RFC 5246 section 7.4.1), with server name (RFC
 * 6066), ALPN (RFC 7301), versions, groups, signature algorithms and cipher suites. Other
 * extensions are shown as bytes.
 *
 *   | version 2 | random 32 | session id | cipher suites | compression | extensions |
 */
#include "dissect/tls/tls-hello.h"

#include "base/span.h"
#include "dissect/names/names.h"
#include "dissect/tls/tls.h"

static const struct field_spec tls_handshake_extensions_server_name_list_len = FIELD_SPEC_IN(
	UNIT_BYTES, "tls.handshake.extensions_server_name_list_len", "Server Name list length", 2);
static const struct field_spec tls_handshake_extensions_server_name_type =
	FIELD_SPEC("tls.handshake.extensions_server_name_type", "Server Name Type", 1);
static const struct field_spec tls_handshake_extensions_server_name_len = FIELD_SPEC_IN(
	UNIT_BYTES, "tls.handshake.extensions_server_name_len", "Server Name length", 2);
static const struct field_spec tls_handshake_extensions_server_name =
	FIELD_SPEC("tls.handshake.extensions_server_name", "Server Name", 0);
static const struct field_spec tls_handshake_extensions_alpn_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions_alpn_len", "ALPN Extension Length", 2);
static const struct field_spec tls_handshake_extensions_alpn_str_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions_alpn_str_len", "ALPN string length", 1);
static const struct field_spec tls_handshake_extensions_alpn_str =
	FIELD_SPEC("tls.handshake.extensions_alpn_str", "ALPN Next Protocol", 0);
static const struct field_spec tls_handshake_extensions_supported_versions_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions.supported_versions_len",
		"Supported Versions length", 1);
static const struct field_spec tls_handshake_extensions_supported_version =
	FIELD_SPEC("tls.handshake.extensions.supported_version", "Supported Version", 2);
static const struct field_spec tls_handshake_extensions_supported_groups_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions_supported_groups_length",
		"Supported Groups List Length", 2);
static const struct field_spec tls_handshake_extensions_supported_group =
	FIELD_SPEC("tls.handshake.extensions_supported_group", "Supported Group", 2);
static const struct field_spec tls_handshake_extensions_ec_point_formats_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions_ec_point_formats_length",
		"EC point formats Length", 1);
static const struct field_spec tls_handshake_extensions_ec_point_format =
	FIELD_SPEC("tls.handshake.extensions_ec_point_format", "EC point format", 1);
static const struct field_spec tls_handshake_sig_hash_alg_len = FIELD_SPEC_IN(
	UNIT_BYTES, "tls.handshake.sig_hash_alg_len", "Signature Hash Algorithms Length", 2);
static const struct field_spec tls_handshake_sig_hash_alg =
	FIELD_SPEC("tls.handshake.sig_hash_alg", "Signature Algorithm", 2);
static const struct field_spec tls_handshake_extension_data =
	FIELD_SPEC("tls.handshake.extension.data", "Data", 0);
static const struct field_spec tls_handshake_extensions_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extensions_length", "Extensions Length", 2);
static const struct field_spec tls_handshake_extension_type =
	FIELD_SPEC("tls.handshake.extension.type", "Type", 2);
static const struct field_spec tls_handshake_extension_len =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.extension.len", "Length", 2);
static const struct field_spec tls_handshake_ciphersuite =
	FIELD_SPEC("tls.handshake.ciphersuite", "Cipher Suite", 2);
const struct field_spec tls_handshake_version = FIELD_SPEC("tls.handshake.version", "Version", 2);
static const struct field_spec tls_handshake_random =
	FIELD_SPEC("tls.handshake.random", "Random", 0);
const struct field_spec tls_handshake_session_id_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.session_id_length", "Session ID Length", 1);
const struct field_spec tls_handshake_session_id =
	FIELD_SPEC("tls.handshake.session_id", "Session ID", 0);
static const struct field_spec tls_handshake_cipher_suites_length =
	FIELD_SPEC_IN(UNIT_BYTES, "tls.handshake.cipher_suites_length", "Cipher Suites Length", 2);
static const struct field_spec tls_handshake_comp_methods_length = FIELD_SPEC_IN(
	UNIT_BYTES, "tls.handshake.comp_methods_length", "Compression Methods Length", 1);
static const struct field_spec tls_handshake_comp_methods =
	FIELD_SPEC("tls.handshake.comp_methods", "Compression Methods", 0);
static const struct field_spec tls_handshake_comp_method =
	FIELD_SPEC("tls.handshake.comp_method", "Compression Method", 1);
static const struct field_spec tls_handshake_extension =
	FIELD_SPEC("tls.handshake.extension", "Unknown extension", 0);
static const struct field_spec tls_handshake_ciphersuites =
	FIELD_SPEC("tls.handshake.ciphersuites", "Cipher Suites", 0);

enum { RANDOM_SIZE = 32, VERSION_TLS_1_3 = 0x0304 };

enum extension_type {
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_GROUPS = 10,
	EXTENSION_POINT_FORMATS = 11,
	EXTENSION_SIGNATURES = 13,
	EXTENSION_ALPN = 16,
	EXTENSION_SUPPORTED_VERSIONS = 43,
	EXTENSION_SIGNATURES_CERT = 50,
};

static uint32_t offset_here(const struct cursor *cursor, const struct place *at)
{
	return place_offset(at, cursor);
}

/* ---- extensions ---- */

/* Reads the server name list (RFC 6066 section 3); its first host name counts. */
static void server_name_read(
	struct cursor cursor, struct tls_message *message, const struct place *at)
{
	uint32_t start = at ? offset_here(&cursor, at) : 0;
	uint16_t list_size = cursor_u16(&cursor);
	uint8_t type = cursor_u8(&cursor);
	uint16_t size = cursor_u16(&cursor);
	struct bytes name = cursor_bytes(&cursor, size);
	if (!cursor_ok(&cursor))
		return;
	if (message->server_name.size == 0)
		message->server_name = name;
	if (!at)
		return;
	field_decimal(at, &tls_handshake_extensions_server_name_list_len, start, list_size);
	field_named(at, &tls_handshake_extensions_server_name_type, start + 2, type,
		type == 0 ? "host_name" : NULL);
	field_decimal(at, &tls_handshake_extensions_server_name_len, start + 3, size);
	if (size)
		field_text(at, &tls_handshake_extensions_server_name, start + 5, size);
}

static void alpn_read(struct cursor cursor, struct tls_message *message, const struct place *at)
{
	uint32_t start = at ? offset_here(&cursor, at) : 0;
	uint16_t list_size = cursor_u16(&cursor);
	if (at)
		field_decimal(at, &tls_handshake_extensions_alpn_len, start, list_size);
	while (cursor_remaining(&cursor) > 0) {
		uint32_t offset = at ? offset_here(&cursor, at) : 0;
		uint8_t size = cursor_u8(&cursor);
		struct bytes name = cursor_bytes(&cursor, size);
		if (!cursor_ok(&cursor))
			return;
		if (message->application_protocol.size == 0)
			message->application_protocol = name;
		if (!at)
			continue;
		field_decimal(at, &tls_handshake_extensions_alpn_str_len, offset, size);
		if (size)
			field_text(at, &tls_handshake_extensions_alpn_str, offset + 1, size);
	}
}

bool tls_is_grease(uint16_t value)
{
	return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

void tls_version_seen(struct tls_message *message, uint16_t version)
{
	if (!tls_is_grease(version) && version > message->version && version <= VERSION_TLS_1_3)
		message->version = version;
}

/* Keeps the version that a server selected. Drafts of TLS 1.3 had other numbers. */
static void decide_version(struct tls_message *message, uint16_t version)
{
	enum { DRAFT = 0x7f00, FACEBOOK_DRAFT_23 = 0xfb17, FACEBOOK_DRAFT_26 = 0xfb1a };
	if ((version & 0xff00) == DRAFT || version == FACEBOOK_DRAFT_23 ||
		version == FACEBOOK_DRAFT_26)
		version = VERSION_TLS_1_3;
	if (name_of_tls_version(version))
		message->server_version = version;
}

/* Reads supported versions: a client offers a list, and a server's single one decides. */
static void versions_read(struct cursor cursor, struct tls_message *message, const struct place *at,
	uint8_t handshake)
{
	bool is_server = handshake == TLS_SERVER_HELLO;
	uint32_t start = at ? offset_here(&cursor, at) : 0;
	if (!is_server) {
		uint8_t size = cursor_u8(&cursor);
		if (at)
			field_decimal(
				at, &tls_handshake_extensions_supported_versions_len, start, size);
	}
	while (cursor_remaining(&cursor) >= 2) {
		uint32_t offset = at ? offset_here(&cursor, at) : 0;
		uint16_t version = cursor_u16(&cursor);
		if (is_server) {
			tls_version_seen(message, version);
			decide_version(message, version);
		}
		if (at)
			field_named_hex(at, &tls_handshake_extensions_supported_version, offset,
				version,
				tls_is_grease(version) ? "GREASE" : name_of_tls_version(version));
	}
}

/* Describes groups and signature algorithms, both lists of numbers with two octets. */
static void numbers_describe(struct cursor cursor, const struct place *at,
	const struct field_spec *specs[2], bool are_groups)
{
	uint32_t start = offset_here(&cursor, at);
	field_decimal(at, specs[0], start, cursor_u16(&cursor));
	while (cursor_remaining(&cursor) >= 2) {
		uint32_t offset = offset_here(&cursor, at);
		uint16_t number = cursor_u16(&cursor);
		const char *name =
			are_groups ? name_of_tls_group(number) : name_of_tls_signature(number);
		field_named_hex(
			at, specs[1], offset, number, tls_is_grease(number) ? "GREASE" : name);
	}
}

static void groups_describe(struct cursor cursor, const struct place *at)
{
	const struct field_spec *specs[] = { &tls_handshake_extensions_supported_groups_length,
		&tls_handshake_extensions_supported_group };
	numbers_describe(cursor, at, specs, true);
}

static void signatures_describe(struct cursor cursor, const struct place *at)
{
	const struct field_spec *specs[] = { &tls_handshake_sig_hash_alg_len,
		&tls_handshake_sig_hash_alg };
	numbers_describe(cursor, at, specs, false);
}

static void point_formats_describe(struct cursor cursor, const struct place *at)
{
	uint32_t start = offset_here(&cursor, at);
	field_decimal(
		at, &tls_handshake_extensions_ec_point_formats_length, start, cursor_u8(&cursor));
	while (cursor_remaining(&cursor) > 0) {
		uint32_t offset = offset_here(&cursor, at);
		uint8_t format = cursor_u8(&cursor);
		field_named(at, &tls_handshake_extensions_ec_point_format, offset, format,
			name_of_tls_point_format(format));
	}
}

static void extension_read(struct cursor value, struct tls_message *message, const struct place *at,
	uint16_t type, uint8_t handshake)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	if (size == 0)
		return;
	if (type == EXTENSION_SERVER_NAME)
		server_name_read(value, message, at);
	else if (type == EXTENSION_ALPN)
		alpn_read(value, message, at);
	else if (type == EXTENSION_SUPPORTED_VERSIONS)
		versions_read(value, message, at, handshake);
	else if (at && type == EXTENSION_GROUPS)
		groups_describe(value, at);
	else if (at && (type == EXTENSION_SIGNATURES || type == EXTENSION_SIGNATURES_CERT))
		signatures_describe(value, at);
	else if (at && type == EXTENSION_POINT_FORMATS)
		point_formats_describe(value, at);
	else if (at)
		field_bytes(at, &tls_handshake_extension_data, offset_here(&value, at), size);
}

/* Reads all extensions up to the end of the hello. */
static void extensions_read(
	struct cursor *body, struct tls_message *message, const struct place *at, uint8_t handshake)
{
	if (cursor_remaining(body) < 2)
		return;
	uint32_t start = at ? offset_here(body, at) : 0;
	uint16_t size = cursor_u16(body);
	if (at)
		field_decimal(at, &tls_handshake_extensions_length, start, size);
	struct cursor list = cursor_take(body, size);
	while (cursor_remaining(&list) >= 4) {
		uint32_t offset = at ? offset_here(&list, at) : 0;
		uint16_t type = cursor_u16(&list);
		uint16_t value_size = cursor_u16(&list);
		bool is_whole = cursor_remaining(&list) >= value_size;
		struct cursor value = cursor_take(&list, value_size);
		if (!at) {
			extension_read(value, message, NULL, type, handshake);
			continue;
		}
		const char *name = tls_is_grease(type) ? "GREASE" : name_of_tls_extension(type);
		uint32_t there = (uint32_t)cursor_remaining(&value);
		struct field whole = {
			.kind = FIELD_AMOUNT,
			.label = name,
			.number = type,
			.amount = value_size,
			.unit = UNIT_BYTES,
			.is_part = !is_whole,
		};
		int32_t parent = field_add(at, &tls_handshake_extension, offset, there + 4, &whole);
		struct place inside = place_inside(at, parent, &value);
		field_named(&inside, &tls_handshake_extension_type, offset, type, name);
		field_decimal(&inside, &tls_handshake_extension_len, offset + 2, value_size);
		extension_read(value, message, &inside, type, handshake);
	}
}

/* ---- hellos ---- */

static void cipher_suites_describe(
	struct cursor suites, const struct place *at, uint32_t offset, uint16_t size)
{
	uint32_t there = (uint32_t)cursor_remaining(&suites);
	if (there == 0)
		return;
	struct field value = { .kind = FIELD_AMOUNT, .amount = size / 2u, .unit = UNIT_SUITES };
	int32_t parent = field_add(at, &tls_handshake_ciphersuites, offset, there, &value);
	struct place inside = place_below(at, parent);
	while (cursor_remaining(&suites) >= 2) {
		uint32_t place = offset_here(&suites, at);
		uint16_t suite = cursor_u16(&suites);
		const char *name =
			tls_is_grease(suite) ? "GREASE" : name_of_tls_cipher_suite(suite);
		field_named_hex(&inside, &tls_handshake_ciphersuite, place, suite, name);
	}
}

void tls_hello_read(
	struct cursor *body, struct tls_message *message, const struct place *at, uint8_t handshake)
{
	bool is_client = handshake == TLS_CLIENT_HELLO;
	uint32_t start = at ? offset_here(body, at) : 0;
	uint16_t version = cursor_u16(body);
	cursor_skip(body, RANDOM_SIZE);
	uint8_t session_size = cursor_u8(body);
	struct cursor session = cursor_take(body, session_size);
	uint32_t after = at ? offset_here(body, at) : 0;
	uint16_t suites_size = is_client ? cursor_u16(body) : 2;
	struct cursor suites = cursor_take(body, suites_size);
	uint32_t methods_at = at ? offset_here(body, at) : 0;
	uint8_t methods_size = is_client ? cursor_u8(body) : 1;
	struct cursor methods = cursor_take(body, methods_size);
	bool is_whole = cursor_ok(body);
	tls_version_seen(message, version);
	if (at) {
		field_named_hex(
			at, &tls_handshake_version, start, version, name_of_tls_version(version));
		field_bytes(at, &tls_handshake_random, start + 2, RANDOM_SIZE);
		field_decimal(at, &tls_handshake_session_id_length, start + 2 + RANDOM_SIZE,
			session_size);
		if (cursor_remaining(&session))
			field_bytes(at, &tls_handshake_session_id, offset_here(&session, at),
				(uint32_t)cursor_remaining(&session));
	}
	if (!is_whole)
		return;
	if (!is_client)
		decide_version(message, version);
	if (at && is_client) {
		field_decimal(at, &tls_handshake_cipher_suites_length, after, suites_size);
		cipher_suites_describe(suites, at, after + 2, suites_size);
		field_decimal(at, &tls_handshake_comp_methods_length, methods_at, methods_size);
		if (cursor_remaining(&methods))
			field_bytes(at, &tls_handshake_comp_methods, methods_at + 1,
				(uint32_t)cursor_remaining(&methods));
	}
	if (!is_client) {
		struct cursor one = suites;
		message->cipher_suite = cursor_u16(&one);
		if (at) {
			field_named_hex(at, &tls_handshake_ciphersuite, after,
				message->cipher_suite,
				name_of_tls_cipher_suite(message->cipher_suite));
			field_decimal(
				at, &tls_handshake_comp_method, methods_at, cursor_u8(&methods));
		}
	}
	extensions_read(body, message, at, handshake);
}

/* A HelloRetryRequest has this fixed random value (RFC 8446 section 4.1.3). */
bool tls_is_retry_random(struct bytes random)
{
	static const char retry[] =
		"\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91"
		"\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c";
	return span_equals(random, retry);
}

bool tls_hello_is_retry(struct cursor body)
{
	cursor_skip(&body, 2);
	return tls_is_retry_random(cursor_bytes(&body, RANDOM_SIZE));
}
