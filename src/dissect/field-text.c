/*
 * Fields in words. English is as Wireshark has it. In Korean what dissectors say themselves is
 * translated: amounts, flags, a few words. Text that was captured stays as it was sent, and names
 * that people look up, such as those of ICMP's types, stay as the standards write them.
 */
#include "dissect/field-text.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "dissect/frame.h"
#include "dissect/names/names.h"

enum { BYTES_SHOWN = 32, TEXT_SHOWN = 4096 };

struct writer {
	struct text *out;
	const struct field *field;
	bool is_korean;
};

struct pair {
	const char *english, *korean;
};

/* ---------------------------------------------------------------- languages */

/* Whether the words of such a field have a translation. */
static bool is_translated(const char *name)
{
	static const char *const prefixes[] = { "tcp.", "ip.", "ipv6.", "eth.", "udp.", "arp.",
		"icmp.", "icmpv6.", "vlan.", "data.data", "dns.flags", "dns.resp.ttl", "dns.resp.z",
		"dns.resp.cache_flush", "dns.qry.qu", "dns.opt", "http.header_end",
		"http.empty_line", "vxlan.", "erspan.", "http2.stream", "http2.flags",
		"http2.exclusive", "http2.data.data", "http2.headers", "websocket.fin",
		"websocket.mask" };
	if (strcmp(name, "websocket") == 0)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(prefixes); i++)
		if (*name == *prefixes[i] && strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

static const char *translate(const struct pair *pairs, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (*word == *pairs[i].english && strcmp(word, pairs[i].english) == 0)
			return pairs[i].korean;
	return word;
}

/* A word that stands alone. */
static void append_word(const struct writer *writer, const char *word)
{
	static const struct pair words[] = {
		{ "Set", "켜짐" },
		{ "Not set", "꺼짐" },
		{ "True", "예" },
		{ "False", "아니요" },
		{ "Yes", "예" },
		{ "No", "아니요" },
		{ "None", "없음" },
		{ "Default", "기본" },
		{ "Unknown", "알 수 없음" },
		{ "permitted", "허용" },
		{ "Reserved", "예약됨" },
		{ "Eligible", "버려도 됨" },
		{ "Ineligible", "버리지 않음" },
		{ "Don't fragment", "조각내지 않음" },
		{ "More fragments", "조각이 더 있음" },
		{ "Don't fragment, more fragments", "조각내지 않음, 조각이 더 있음" },
		{ "Not ECN-Capable Transport", "ECN 안 씀" },
		{ "ECN-Capable Transport(0)", "ECN 가능(0)" },
		{ "ECN-Capable Transport(1)", "ECN 가능(1)" },
		{ "Congestion Experienced", "혼잡 겪음" },
		{ "Message is a query", "물음" },
		{ "Message is a response", "답" },
		{ "query", "물음" },
		{ "response", "답" },
		{ "none", "없음" },
		{ "end of the headers", "헤더의 끝" },
		{ "skipped", "무시함" },
	};
	text_append(
		writer->out, writer->is_korean ? translate(words, ARRAY_COUNT(words), word) : word);
}

/* A word that names the number behind it. */
static void append_name(const struct writer *writer, const char *word)
{
	static const struct pair words[] = {
		{ "request", "묻기" },
		{ "reply", "답하기" },
		{ "Unknown", "알 수 없음" },
		{ "Kind: No-Operation", "종류: No-Operation" },
		{ "Kind: End of Option List", "종류: End of Option List" },
		{ "Maximum segment size", "최대 세그먼트 크기" },
		{ "Window scale", "윈도 배율" },
		{ "SACK permitted", "SACK 허용" },
		{ "Timestamps", "타임스탬프" },
	};
	word = word ? word : "Unknown";
	text_append(
		writer->out, writer->is_korean ? translate(words, ARRAY_COUNT(words), word) : word);
}

/* ---------------------------------------------------------------- numbers */

static void append_hex(const struct writer *writer)
{
	const struct field *field = writer->field;
	size_t digits = field->digits ? field->digits
		: field->bit_size     ? (field->bit_size + 3u) / 4
				      : (size_t)field->size * 2;
	text_append(writer->out, "0x");
	text_append_hex(writer->out, field->number, digits);
}

static void append_in_brackets(struct text *out, uint64_t number)
{
	text_append(out, " (");
	text_append_number(out, number);
	text_append_char(out, ')');
}

static void append_named(const struct writer *writer, bool is_hex)
{
	append_name(writer, writer->field->word);
	if (!is_hex) {
		append_in_brackets(writer->out, writer->field->number);
		return;
	}
	text_append(writer->out, " (");
	append_hex(writer);
	text_append_char(writer->out, ')');
}

static void append_remarked(const struct writer *writer)
{
	const struct field *field = writer->field;
	if (field->kind == FIELD_REMARKED_SIGNED)
		text_append_format(writer->out, "%d", (int8_t)field->number);
	else
		text_append_number(writer->out, field->number);
	text_append(writer->out, " (");
	text_append(writer->out, field->word);
	text_append_char(writer->out, ')');
}

static void append_tcp_flags(const struct writer *writer)
{
	char names[TCP_FLAGS_TEXT_SIZE];
	append_hex(writer);
	text_append(writer->out, " (");
	if (tcp_flags_format((uint16_t)writer->field->number, ", ", names, sizeof(names)))
		text_append(writer->out, names);
	else
		append_word(writer, "none");
	text_append_char(writer->out, ')');
}

/* ---------------------------------------------------------------- amounts */

static void append_amount(const struct writer *writer, uint64_t amount, enum field_unit unit)
{
	static const struct {
		const char *one, *many, *korean;
	} units[] = {
		[UNIT_NONE] = { "", "", "" },
		[UNIT_BYTES] = { " bytes", " bytes", "바이트" },
		[UNIT_BYTE] = { " byte", " bytes", "바이트" },
		[UNIT_SECONDS] = { " seconds", " seconds", "초" },
		[UNIT_BLOCKS] = { " block", " blocks", "구간" },
		[UNIT_SUITES] = { " suite", " suites", "개" },
		[UNIT_TIMES] = { "", "", "" },
	};
	if (unit == UNIT_TIMES)
		text_append(writer->out, writer->is_korean ? "×" : "multiply by ");
	text_append_number(writer->out, amount);
	text_append(writer->out,
		writer->is_korean     ? units[unit].korean
			: amount == 1 ? units[unit].one
				      : units[unit].many);
}

static void append_part(const struct writer *writer)
{
	if (writer->field->is_part)
		text_append(writer->out, writer->is_korean ? ", 일부만 있음" : ", not all here");
}

static void append_whole_amount(const struct writer *writer)
{
	const struct field *field = writer->field;
	append_amount(writer, field->amount, (enum field_unit)field->unit);
	append_part(writer);
}

static void append_raw_amount(const struct writer *writer)
{
	text_append_number(writer->out, writer->field->number);
	text_append(writer->out, " (");
	append_whole_amount(writer);
	text_append_char(writer->out, ')');
}

static void append_word_amount(const struct writer *writer)
{
	append_word(writer, writer->field->word);
	text_append(writer->out, ", ");
	append_whole_amount(writer);
}

static void append_word_index(const struct writer *writer)
{
	text_append(writer->out, writer->field->word);
	if (!writer->field->amount)
		return;
	text_append(writer->out, ", index ");
	text_append_number(writer->out, writer->field->amount);
}

static void append_stream(const struct writer *writer)
{
	text_append(writer->out, writer->is_korean ? "스트림 " : "Stream ");
	text_append_number(writer->out, writer->field->first);
	text_append(writer->out, ", ");
	append_amount(writer, writer->field->second, UNIT_BYTES);
	append_part(writer);
}

/* ---------------------------------------------------------------- time */

static void append_ntp_time(struct text *out, uint64_t stamp)
{
	static const int64_t seconds_1900_to_1970 = INT64_C(2208988800);
	if (!stamp) {
		text_append(out, "NULL");
		return;
	}
	int64_t seconds = (int64_t)(stamp >> 32);
	if (!(stamp >> 63)) /* RFC 5905 section 6: the era that began in 2036 */
		seconds += INT64_C(1) << 32;
	time_t time = (time_t)(seconds - seconds_1900_to_1970);
	uint64_t fraction_ns = (stamp & 0xffffffff) * 1000000000 >> 32;
	struct tm parts;
	if (!gmtime_r(&time, &parts))
		parts = (struct tm){ 0 };
	text_append_format(out, "%04d-%02d-%02d %02d:%02d:%02d.%09" PRIu64 " UTC",
		parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
		parts.tm_sec, fraction_ns);
}

static void append_seconds(struct text *out, uint64_t whole, uint64_t fraction, size_t digits)
{
	text_append_number(out, whole);
	text_append_char(out, '.');
	text_append_digits(out, fraction, digits);
	text_append(out, " seconds");
}

/* ---------------------------------------------------------------- bytes */

static void append_bytes_in_hex(struct text *out, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size && i < BYTES_SHOWN; i++)
		text_append_hex(out, bytes.data[i], 2);
	if (bytes.size > BYTES_SHOWN)
		text_append(out, "…");
}

static void append_escaped(struct text *out, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size && i < TEXT_SHOWN; i++) {
		uint8_t byte = bytes.data[i];
		if (byte < 0x20 || byte == 0x7f) {
			text_append(out, "\\x");
			text_append_hex(out, byte, 2);
		} else {
			text_append_char(out, (char)byte);
		}
	}
	if (bytes.size > TEXT_SHOWN)
		text_append(out, "…");
}

static void append_address(struct text *out, const struct field *field)
{
	char words[ADDRESS_TEXT_SIZE];
	struct address address;
	if (field_read_address(field, &address))
		text_append_size(out, words, address_format(&address, words));
}

static void append_record(const struct writer *writer)
{
	const struct field *field = writer->field;
	const char *type = name_of_dns_type((uint16_t)field->number);
	text_append_size(writer->out, (const char *)field->bytes.data, field->bytes.size);
	text_append(writer->out, writer->is_korean ? ": " : ": type ");
	text_append(writer->out, type ? type : "unknown");
	text_append(writer->out, writer->is_korean ? " 기록" : "");
}

/* ---------------------------------------------------------------- kinds */

/* The kinds that are the same in both languages; false for the others. */
static bool append_plain(const struct writer *writer)
{
	const struct field *field = writer->field;
	struct text *out = writer->out;
	switch ((enum field_kind)field->kind) {
	case FIELD_DECIMAL:
		return text_append_number(out, field->number), true;
	case FIELD_HEX:
		return append_hex(writer), true;
	case FIELD_DECIMAL_HEX:
		text_append_number(out, field->number);
		text_append(out, " (");
		append_hex(writer);
		return text_append_char(out, ')'), true;
	case FIELD_HEX_DECIMAL:
		append_hex(writer);
		return append_in_brackets(out, field->number), true;
	case FIELD_REMARKED:
	case FIELD_REMARKED_SIGNED:
		return append_remarked(writer), true;
	case FIELD_TENTHS:
		return append_seconds(out, field->number / 10, field->number % 10, 1), true;
	case FIELD_SECONDS_16_16:
		return append_seconds(out, field->number >> 16,
			       (field->number & 0xffff) * 1000000 >> 16, 6),
		       true;
	case FIELD_NTP_TIME:
		return append_ntp_time(out, field->number), true;
	case FIELD_ADDRESS:
		return append_address(out, field), true;
	case FIELD_BYTES:
		return append_bytes_in_hex(out, field->bytes), true;
	case FIELD_TEXT:
		return append_escaped(out, field->bytes), true;
	case FIELD_NAME:
		text_append_size(out, (const char *)field->bytes.data, field->bytes.size);
		return true;
	case FIELD_HEADER:
		return append_escaped(out, field->header->value), true;
	case FIELD_CLASS_TYPE:
		text_append_format(out, "class 0x%04x, type 0x%02x", (unsigned)field->first,
			(unsigned)field->second);
		return true;
	case FIELD_SEQUENCE_FRAGMENT:
		text_append_format(out, "%u, fragment %u", (unsigned)field->number >> 4,
			(unsigned)field->number & 15);
		return true;
	case FIELD_TIMESTAMPS:
		text_append_format(
			out, "TSval %u, TSecr %u", (unsigned)field->first, (unsigned)field->second);
		return true;
	case FIELD_WORD_INDEX:
		return append_word_index(writer), true;
	default:
		return false;
	}
}

static void append_said(const struct writer *writer)
{
	const struct field *field = writer->field;
	switch ((enum field_kind)field->kind) {
	case FIELD_FLAG:
		append_word(writer, field->number ? "Set" : "Not set");
		break;
	case FIELD_NAMED:
		append_named(writer, false);
		break;
	case FIELD_NAMED_HEX:
		append_named(writer, true);
		break;
	case FIELD_HEX_WORD:
		append_hex(writer);
		text_append_char(writer->out, ' ');
		append_word(writer, field->word);
		break;
	case FIELD_TCP_FLAGS:
		append_tcp_flags(writer);
		break;
	case FIELD_AMOUNT:
		append_whole_amount(writer);
		break;
	case FIELD_AMOUNT_RAW:
		append_whole_amount(writer);
		append_in_brackets(writer->out, field->number);
		break;
	case FIELD_RAW_AMOUNT:
		append_raw_amount(writer);
		break;
	case FIELD_WORD_AMOUNT:
		append_word_amount(writer);
		break;
	case FIELD_STREAM:
		append_stream(writer);
		break;
	case FIELD_RECORD:
		append_record(writer);
		break;
	case FIELD_WORD:
	default:
		append_word(writer, field->word);
		break;
	}
}

void field_text_append(struct text *out, const struct field *field, bool is_korean)
{
	struct writer writer = { .out = out, .field = field };
	if (append_plain(&writer))
		return;
	writer.is_korean =
		is_korean && (field->kind == FIELD_RECORD || is_translated(field->spec->name));
	append_said(&writer);
}

void field_name_append(struct text *out, const struct field *field, bool is_korean)
{
	struct writer writer = {
		.out = out,
		.field = field,
		.is_korean = is_korean && is_translated(field->spec->name),
	};
	append_name(&writer, field->word);
}

void field_label_append(struct text *out, const struct field *field)
{
	if (field->kind == FIELD_HEADER)
		append_escaped(out, field->header->name);
	else
		text_append(out, field->label ? field->label : field->spec->label);
}

const char *field_label(const struct field *field, struct arena *arena)
{
	if (field->kind != FIELD_HEADER)
		return field->label ? field->label : field->spec->label;
	autofinish(text) struct text label = { 0 };
	append_escaped(&label, field->header->name);
	return arena_strndup(arena, text_string(&label), label.size);
}
