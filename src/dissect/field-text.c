/*
 * Writes fields as text. English is as in Wireshark. In Korean the dissectors' own words are
 * translated: amounts, flags, a few words. Captured text stays as it was sent, and names that
 * people look up, such as ICMP types, stay as in the standards.
 */
#include "dissect/field-text.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/format/printable.h"
#include "base/format/utf8.h"
#include "dissect/frame.h"
#include "dissect/names/names.h"

enum { BYTES_SHOWN = 32, TEXT_SHOWN = 4096 };

struct writer {
	struct text *out;
	const struct field *field;
	bool is_korean;
	const char *gap; /* between groups of digits */
};

struct pair {
	const char *english, *korean;
};

/* ---- languages ---- */

static const char *translate(const struct pair *pairs, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (*word == *pairs[i].english && strcmp(word, pairs[i].english) == 0)
			return pairs[i].korean;
	return word;
}

/* Appends a word that stands alone. */
static void append_word(const struct writer *writer, const char *word)
{
	static const struct pair words[] = {
		{ "Set", "켜짐" },
		{ "Not set", "꺼짐" },
		{ "True", "켜짐" },
		{ "False", "꺼짐" },
		{ "Yes", "켜짐" }, /* of bits */
		{ "No", "꺼짐" },
		{ "None", "없음" },
		{ "Default", "기본" },
		{ "Unknown", "알 수 없음" },
		{ "permitted", "허용" },
		{ "Reserved", "예약됨" },
		{ "Eligible", "먼저 버려도 됨" },
		{ "Ineligible", "먼저 버릴 대상 아님" },
		{ "Don't fragment", "단편화 금지(DF)" },
		{ "More fragments", "단편이 더 있음(MF)" },
		{ "Don't fragment, more fragments", "단편화 금지(DF), 단편이 더 있음(MF)" },
		{ "Not ECN-Capable Transport", "ECN 미지원(Not-ECT)" },
		{ "ECN-Capable Transport(0)", "ECN 지원(ECT(0))" },
		{ "ECN-Capable Transport(1)", "ECN 지원(ECT(1))" },
		{ "Congestion Experienced", "혼잡 발생(CE)" },
		{ "Message is a query", "질의" },
		{ "Message is a response", "응답" },
		{ "query", "질의" },
		{ "response", "응답" },
		{ "none", "없음" },
		{ "end of the headers", "헤더의 끝" },
		{ "skipped", "무시함" },
		{ "no warning", "예고 없음" },
		{ "last minute of the day has 61 seconds", "하루의 마지막 1분이 61초" },
		{ "last minute of the day has 59 seconds", "하루의 마지막 1분이 59초" },
		{ "unknown (clock unsynchronized)", "알 수 없음(시계가 동기화되지 않음)" },
		{ "reserved", "예약됨" },
		{ "symmetric active", "대칭, 능동" },
		{ "symmetric passive", "대칭, 수동" },
		{ "client", "클라이언트" },
		{ "server", "서버" },
		{ "broadcast", "브로드캐스트" },
		{ "control", "제어" },
		{ "private", "사설" },
		{ "unspecified or invalid", "정해지지 않음" },
		{ "primary reference", "1차 기준" },
		{ "secondary reference", "2차 기준" },
		{ "unsynchronized", "동기화되지 않음" },
	};
	text_append(
		writer->out, writer->is_korean ? translate(words, ARRAY_COUNT(words), word) : word);
}

/* Appends a name that precedes a number. */
static void append_name(const struct writer *writer, const char *word)
{
	static const struct pair words[] = {
		{ "request", "요청" },
		{ "reply", "응답" },
		{ "reverse request", "RARP 요청" },
		{ "reverse reply", "RARP 응답" },
		{ "inverse request", "InARP 요청" },
		{ "inverse reply", "InARP 응답" },
		{ "Unknown", "알 수 없음" },
		{ "Kind: No-Operation", "타입: No-Operation" },
		{ "Kind: End of Option List", "타입: End of Option List" },
		{ "Maximum segment size", "최대 세그먼트 크기" },
		{ "Window scale", "윈도우 스케일" },
		{ "SACK permitted", "SACK 허용" },
		{ "Timestamps", "타임스탬프" },
		{ "Boot Request", "요청" },
		{ "Boot Reply", "응답" },
		{ "Unicast to us", "이 호스트로 온 유니캐스트" },
		{ "link-layer address plus time", "링크 계층 주소와 시각" }, /* of DUIDs */
		{ "assigned by vendor based on Enterprise number", "제조사가 정함" },
		{ "link-layer address", "링크 계층 주소" },
		{ "Long header", "긴 헤더" },
		{ "Short header", "짧은 헤더" },
		{ "Broadcast", "브로드캐스트" },
		{ "Multicast", "멀티캐스트" },
		{ "Unicast to another host", "다른 호스트로 간 유니캐스트" },
		{ "Sent by us", "이 호스트가 보냄" },
	};
	word = word ? word : "Unknown";
	text_append(
		writer->out, writer->is_korean ? translate(words, ARRAY_COUNT(words), word) : word);
}

/* ---- numbers ---- */

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
	text_append_number(writer->out, field->number);
	text_append(writer->out, " (");
	append_word(writer, field->word);
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

/* ---- amounts ---- */

static void append_amount(const struct writer *writer, uint64_t amount, enum field_unit unit)
{
	static const struct {
		const char *one, *many, *korean;
	} units[] = {
		[UNIT_NONE] = { "", "", "" },
		[UNIT_BYTES] = { " byte", " bytes", "바이트" },
		[UNIT_SECONDS] = { " second", " seconds", "초" },
		[UNIT_MILLISECONDS] = { " ms", " ms", " ms" },
		[UNIT_COUNT] = { "", "", "" },
		[UNIT_BLOCKS] = { " block", " blocks", "구간" },
		[UNIT_SUITES] = { " suite", " suites", "개" },
		[UNIT_TIMES] = { "", "", "" },
	};
	if (unit == UNIT_TIMES)
		text_append(writer->out, writer->is_korean ? "×" : "multiply by ");
	text_append_grouped(writer->out, amount, writer->gap);
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
	text_append(writer->out, writer->is_korean ? ", 인덱스 " : ", index ");
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

/* Appends a plain number. Korean adds the unit, as in sentences. */
static void append_decimal(const struct writer *writer)
{
	const struct field *field = writer->field;
	enum field_unit unit = (enum field_unit)field->unit;
	bool is_name = field->spec->role == FIELD_ROLE_PORT || field->spec->role == FIELD_ROLE_NAME;
	if (writer->is_korean && unit != UNIT_NONE)
		append_amount(writer, field->number, unit);
	else
		text_append_grouped(writer->out, field->number, is_name ? "" : writer->gap);
}

/* ---- time ---- */

static void append_ntp_time(struct text *out, uint64_t stamp)
{
	static const int64_t seconds_1900_to_1970 = INT64_C(2208988800);
	if (!stamp) {
		text_append(out, "NULL");
		return;
	}
	int64_t seconds = (int64_t)(stamp >> 32);
	if (!(stamp >> 63)) /* the era that begins in 2036 (RFC 5905 section 6) */
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

/*
 * Appends "10 (2 to the power of 10: 1024 seconds)", "-20 (2 to the power of -20: about 953 ns)". A
 * power above 31 or below -29 gets no amount.
 */
static void append_seconds_power(const struct writer *writer)
{
	enum { POWER_MAX = 31, POWER_MIN = -29 };
	struct text *out = writer->out;
	int power = (int8_t)writer->field->number;
	text_append_format(out,
		writer->is_korean ? "%d (2의 %d제곱 초" : "%d (2 to the power of %d", power, power);
	if (power >= 0 && power <= POWER_MAX) {
		text_append(out, ": ");
		append_amount(writer, UINT64_C(1) << power, UNIT_SECONDS);
	} else if (power < 0 && power >= POWER_MIN) {
		text_append(out, writer->is_korean ? ": 약 " : ": about ");
		text_append_grouped(out, UINT64_C(1000000000) >> -power, writer->gap);
		text_append(out, " ns");
	} else {
		text_append(out, writer->is_korean ? "" : " seconds");
	}
	text_append_char(out, ')');
}

static void append_seconds(
	const struct writer *writer, uint64_t whole, uint64_t fraction, size_t digits)
{
	text_append_number(writer->out, whole);
	text_append_char(writer->out, '.');
	text_append_digits(writer->out, fraction, digits);
	text_append(writer->out, writer->is_korean ? "초" : " seconds");
}

/* ---- bytes ---- */

static void append_bytes_in_hex(struct text *out, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size && i < BYTES_SHOWN; i++)
		text_append_hex(out, bytes.data[i], 2);
	if (bytes.size > BYTES_SHOWN)
		text_append(out, "…");
}

static bool is_utf8_rest(uint8_t byte)
{
	return (byte & 0xc0) == 0x80;
}

/*
 * Appends captured text; what is not seen in it, or turns its direction, is escaped. A name with a
 * right-to-left override would read as another name.
 */
static void append_escaped(struct text *out, struct bytes bytes)
{
	size_t size = bytes.size;
	if (size > TEXT_SHOWN) {
		size = TEXT_SHOWN;
		for (unsigned i = 0; i < UTF8_SIZE_MAX - 1 && is_utf8_rest(bytes.data[size]); i++)
			size--;
	}
	printable_append(out, (struct bytes){ bytes.data, size });
	if (bytes.size > size)
		text_append(out, "…");
}

static void append_address(struct text *out, const struct field *field)
{
	struct address address;
	if (field_read_address(field, &address))
		address_append(out, &address);
}

enum { DNS_QTYPE_FIRST = 251, DNS_QTYPE_LAST = 255 };

static void append_record(const struct writer *writer)
{
	const struct field *field = writer->field;
	const char *type = name_of_dns_type((uint16_t)field->number);
	append_escaped(writer->out, field->bytes);
	text_append(writer->out, writer->is_korean ? ": " : ": type ");
	text_append(writer->out, type ? type : "unknown");
	/* AXFR, ANY and the like are types of queries, not of records (RFC 1035 section 3.2.3). */
	bool is_record = field->number < DNS_QTYPE_FIRST || field->number > DNS_QTYPE_LAST;
	text_append(writer->out, writer->is_korean && is_record ? " 레코드" : "");
}

/* ---- kinds ---- */

/* Appends fields whose text is the same in both languages; false for other kinds. */
static bool append_plain(const struct writer *writer)
{
	const struct field *field = writer->field;
	struct text *out = writer->out;
	switch ((enum field_kind)field->kind) {
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
	case FIELD_NTP_TIME:
		return append_ntp_time(out, field->number), true;
	case FIELD_ADDRESS:
		return append_address(out, field), true;
	case FIELD_BYTES:
		return append_bytes_in_hex(out, field->bytes), true;
	case FIELD_TEXT:
	case FIELD_NAME:
		return append_escaped(out, field->bytes), true;
	case FIELD_HEADER:
		return append_escaped(out, field->header->value), true;
	case FIELD_TIMESTAMPS:
		text_append_format(
			out, "TSval %u, TSecr %u", (unsigned)field->first, (unsigned)field->second);
		return true;
	default:
		return false;
	}
}

static void append_said(const struct writer *writer)
{
	const struct field *field = writer->field;
	switch ((enum field_kind)field->kind) {
	case FIELD_DECIMAL:
		append_decimal(writer);
		break;
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
	case FIELD_WORD_INDEX:
		append_word_index(writer);
		break;
	case FIELD_REMARKED:
		append_remarked(writer);
		break;
	case FIELD_SIGNED:
		text_append_format(writer->out, "%d", (int8_t)field->number);
		break;
	case FIELD_SECONDS_POWER:
		append_seconds_power(writer);
		break;
	case FIELD_TENTHS:
		append_seconds(writer, field->number / 10, field->number % 10, 1);
		break;
	case FIELD_SECONDS_16_16:
		append_seconds(
			writer, field->number >> 16, (field->number & 0xffff) * 1000000 >> 16, 6);
		break;
	case FIELD_CLASS_TYPE:
		text_append_format(writer->out,
			writer->is_korean ? "클래스 0x%04x, 타입 0x%02x"
					  : "class 0x%04x, type 0x%02x",
			(unsigned)field->first, (unsigned)field->second);
		break;
	case FIELD_SEQUENCE_FRAGMENT:
		text_append_format(writer->out,
			writer->is_korean ? "%u, 단편 %u" : "%u, fragment %u",
			(unsigned)field->number >> 4, (unsigned)field->number & 15);
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

static void append(const struct writer *writer)
{
	if (!append_plain(writer))
		append_said(writer);
}

void field_text_append(struct text *out, const struct field *field, bool is_korean)
{
	append(&(struct writer){ .out = out, .field = field, .is_korean = is_korean, .gap = "" });
}

void field_text_append_grouped(struct text *out, const struct field *field, bool is_korean)
{
	append(&(struct writer){
		.out = out,
		.field = field,
		.is_korean = is_korean,
		.gap = text_digit_gap(is_korean),
	});
}

void field_name_append(struct text *out, const struct field *field, bool is_korean)
{
	struct writer writer = {
		.out = out,
		.field = field,
		.is_korean = is_korean,
		.gap = "",
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
