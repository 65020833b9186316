/*
 * Each row says why such a value may differ. A reason that the packets do not show is worded as
 * what is usual, or left open.
 */
#include "deck/repeat/differences.h"

#include <string.h>

#include "base/format/timestamp.h"

/* The rows that a slide has room for, and those above the line of what is the same. */
enum { ROWS_MAX = 6, ROWS_MAX_WITH_SAME = 4 };

/* Rows that belong together, and are on one slide if they fit. */
enum group { GROUP_SOCKETS, GROUP_SYNS, GROUP_DATA, GROUPS };

struct rows {
	struct text text; /* a line each */
	size_t count;
};

struct table {
	struct rows groups[GROUPS];
	enum group group; /* of the next row */
	struct text same;
	bool is_korean;
};

static void table_finish(struct table *table)
{
	for (size_t i = 0; i < GROUPS; i++)
		text_finish(&table->groups[i].text);
	text_finish(&table->same);
}
DEFINE_AUTOFINISH(table);

/* What a row compares: its name, and why its values may differ. */
struct subject {
	const char *korean, *english;
	const char *korean_reason, *english_reason;
};

static void append_same(struct table *table, const struct subject *subject, const char *value)
{
	text_append_format(&table->same, "%s%s %s", table->same.size ? ", " : "",
		table->is_korean ? subject->korean : subject->english, value);
}

/* Adds a row when the values differ, else a word to the line of what is the same. */
static void compare_words(
	struct table *table, const struct subject *subject, const char *deck, const char *own)
{
	if (strcmp(deck, own) == 0) {
		append_same(table, subject, deck);
		return;
	}
	struct rows *rows = &table->groups[table->group];
	rows->count++;
	text_append_format(&rows->text, "| %s | %s | %s | %s |\n",
		table->is_korean ? subject->korean : subject->english, deck, own,
		table->is_korean ? subject->korean_reason : subject->english_reason);
}

/* Numbers that count something are grouped. */
static void compare_counts(
	struct table *table, const struct subject *subject, uint64_t deck, uint64_t own)
{
	autofinish(text) struct text left = { 0 }, right = { 0 };
	text_append_grouped(&left, deck, text_digit_gap(table->is_korean));
	text_append_grouped(&right, own, text_digit_gap(table->is_korean));
	compare_words(table, subject, text_string(&left), text_string(&right));
}

/* Numbers that identify something are not grouped; those that are not known are left out. */
static void compare_names(struct table *table, const struct subject *subject, bool has_deck,
	uint32_t deck, bool has_own, uint32_t own)
{
	autofinish(text) struct text left = { 0 }, right = { 0 };
	if (!has_deck || !has_own)
		return;
	text_append_number(&left, deck);
	text_append_number(&right, own);
	compare_words(table, subject, text_string(&left), text_string(&right));
}

static const char *ending_words(enum tcp_ending ending, bool is_korean)
{
	switch (ending) {
	case TCP_ENDING_FIN:
		return "FIN";
	case TCP_ENDING_RESET:
		return "RST";
	case TCP_ENDING_REFUSED:
		return is_korean ? "연결 거부 (RST)" : "refused (RST)";
	case TCP_ENDING_OPEN:
		break;
	}
	return is_korean ? "캡처에 없음" : "not captured";
}

static void compare_durations(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject duration = { "걸린 시간", "duration",
		"시간은 호스트와 그때의 부하에 따라 다르다",
		"times depend on the machine and on its load at that moment" };
	autofinish(text) struct text left = { 0 }, right = { 0 };
	const char *gap = text_digit_gap(table->is_korean);
	timestamp_append_joined_duration(&left, deck->last_ns - deck->first_ns, gap);
	timestamp_append_joined_duration(&right, own->last_ns - own->first_ns, gap);
	compare_words(table, &duration, text_string(&left), text_string(&right));
}

static void compare_sockets(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject client_port = { "클라이언트 포트", "client port",
		"클라이언트는 연결마다 임시 포트를 새로 받는다",
		"the client gets a new ephemeral port for each connection" };
	static const struct subject server_port = { "서버 포트", "server port",
		"서버가 다른 포트에서 기다렸다", "the server listened on another port" };
	static const struct subject client_isn = { "클라이언트 ISN", "client ISN",
		"초기 순서 번호는 연결마다 새로 정해진다 (RFC 9293)",
		"the initial sequence number is chosen anew for each connection (RFC 9293)" };
	static const struct subject server_isn = { "서버 ISN", "server ISN",
		"서버도 제 쪽의 초기 순서 번호를 새로 정한다",
		"the server chooses one of its own, too" };
	compare_names(table, &client_port, true, deck->client_port, true, own->client_port);
	compare_names(table, &server_port, true, deck->server_port, true, own->server_port);
	compare_names(table, &client_isn, deck->has_client_isn, deck->client_isn,
		own->has_client_isn, own->client_isn);
	compare_names(table, &server_isn, deck->has_server_isn, deck->server_isn,
		own->has_server_isn, own->server_isn);
}

/* ---- what the SYNs announce ---- */

static const char *none_word(bool is_korean)
{
	return is_korean ? "없음" : "none";
}

/* Appends nothing when it is not known what the SYN has. */
static void append_mss(struct text *out, uint16_t mss, bool is_lacking, bool is_korean)
{
	if (mss)
		text_append_number(out, mss);
	else
		text_append(out, is_lacking ? none_word(is_korean) : "");
}

static void compare_mss(struct table *table, const struct tcp_connection *deck,
	const struct tcp_connection *own, bool is_client)
{
	static const struct subject client_mss = { "클라이언트 MSS", "client MSS",
		"MSS는 보통 인터페이스의 MTU에서 IP와 TCP 헤더의 크기를 뺀 값이다",
		"the MSS is usually the MTU of the interface without the headers of IP and TCP" };
	static const struct subject server_mss = { "서버 MSS", "server MSS",
		"서버도 제 쪽의 MSS를 알린다", "the server announces its own" };
	autofinish(text) struct text left = { 0 }, right = { 0 };
	append_mss(&left, is_client ? deck->client_mss : deck->server_mss,
		is_client ? deck->client_lacks_mss : deck->server_lacks_mss, table->is_korean);
	append_mss(&right, is_client ? own->client_mss : own->server_mss,
		is_client ? own->client_lacks_mss : own->server_lacks_mss, table->is_korean);
	if (left.size && right.size)
		compare_words(table, is_client ? &client_mss : &server_mss, text_string(&left),
			text_string(&right));
}

static void append_scale(struct text *out, const struct tcp_offer *offer, bool is_korean)
{
	if (offer->has_scale)
		text_append_number(out, offer->scale);
	else
		text_append(out, none_word(is_korean));
}

static void compare_windows(struct table *table, const struct tcp_offer *deck,
	const struct tcp_offer *own, bool is_client)
{
	static const struct subject client_window = {
		"클라이언트 SYN의 윈도우(바이트)", "window in the client's SYN (bytes)",
		"커널은 수신 버퍼의 크기에서 첫 윈도우를 정하고, 흔히 MSS의 배수로 맞춘다",
		"the kernel takes the first window from its receive buffer, often as a multiple of the MSS"
	};
	static const struct subject server_window = { "서버 SYN의 윈도우(바이트)",
		"window in the server's SYN (bytes)", "서버도 제 쪽의 수신 버퍼에서 정한다",
		"the server takes it from a receive buffer of its own" };
	static const struct subject client_scale = {
		"클라이언트 윈도우 스케일", "client window scale",
		"시프트 수는 가장 큰 수신 버퍼도 16비트로 알릴 수 있게 정한다 (RFC 7323)",
		"the shift count is chosen so that 16 bits can announce the largest receive buffer (RFC 7323)"
	};
	static const struct subject server_scale = {
		"서버 윈도우 스케일", "server window scale",
		"서버도 제 값을 정하며, 클라이언트의 SYN에 이 옵션이 있을 때만 보낸다",
		"the server chooses one of its own, and sends it only if the client's SYN has one"
	};
	autofinish(text) struct text left = { 0 }, right = { 0 };
	if (!deck->is_known || !own->is_known)
		return;
	append_scale(&left, deck, table->is_korean);
	append_scale(&right, own, table->is_korean);
	compare_counts(
		table, is_client ? &client_window : &server_window, deck->window, own->window);
	compare_words(table, is_client ? &client_scale : &server_scale, text_string(&left),
		text_string(&right));
}

/* Who sends an option. */
static const char *sides_words(bool is_of_client, bool is_of_server, bool is_korean)
{
	if (is_of_client && is_of_server)
		return is_korean ? "양쪽" : "both";
	if (is_of_client)
		return is_korean ? "클라이언트만" : "client only";
	if (is_of_server)
		return is_korean ? "서버만" : "server only";
	return none_word(is_korean);
}

static void compare_options(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject sack = {
		"SACK 허용 옵션", "SACK-permitted option",
		"커널의 설정이며 (Linux: net.ipv4.tcp_sack) 이 옵션을 보낸 쪽만 SACK을 받을 수 있다 (RFC 2018)",
		"a setting of the kernel (Linux: net.ipv4.tcp_sack); only who sends it may be sent SACKs (RFC 2018)"
	};
	static const struct subject timestamps = {
		"타임스탬프 옵션", "timestamps option",
		"커널의 설정이며 (Linux: net.ipv4.tcp_timestamps) 두 SYN에 모두 있어야 쓰인다 (RFC 7323)",
		"a setting of the kernel (Linux: net.ipv4.tcp_timestamps), used only if both SYNs have it (RFC 7323)"
	};
	const struct tcp_offer *const ends[] = { &deck->client_offer, &deck->server_offer,
		&own->client_offer, &own->server_offer };
	bool is_korean = table->is_korean;
	for (size_t i = 0; i < 4; i++) {
		if (!ends[i]->is_known)
			return;
	}
	compare_words(table, &sack,
		sides_words(ends[0]->is_sack_permitted, ends[1]->is_sack_permitted, is_korean),
		sides_words(ends[2]->is_sack_permitted, ends[3]->is_sack_permitted, is_korean));
	compare_words(table, &timestamps,
		sides_words(ends[0]->has_timestamps, ends[1]->has_timestamps, is_korean),
		sides_words(ends[2]->has_timestamps, ends[3]->has_timestamps, is_korean));
}

static void compare_syns(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	table->group = GROUP_SYNS;
	compare_mss(table, deck, own, true);
	compare_mss(table, deck, own, false);
	compare_windows(table, &deck->client_offer, &own->client_offer, true);
	compare_windows(table, &deck->server_offer, &own->server_offer, false);
	compare_options(table, deck, own);
}

/* ---- data ---- */

static void compare_sizes(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject largest = { "서버의 가장 큰 세그먼트(바이트)",
		"largest segment of the server (bytes)",
		"세그먼트의 크기는 MSS와, 캡처한 곳의 오프로드에 달려 있다",
		"the size of a segment depends on the MSS, and on offloads where it was captured" };
	static const struct subject segments = { "서버의 데이터 세그먼트",
		"data segments of the server", "같은 바이트도 다른 크기로 나뉠 수 있다",
		"the same bytes may be cut into other sizes" };
	static const struct subject packets = { "패킷", "packets",
		"ACK를 따로 보낼지는 커널이 그때그때 정한다",
		"the kernel decides each time whether an ACK has a packet of its own" };
	compare_counts(table, &largest, deck->largest_server_payload, own->largest_server_payload);
	compare_counts(table, &segments, deck->server_data_segments, own->server_data_segments);
	compare_counts(table, &packets, deck->packet_count, own->packet_count);
}

static void compare_data(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject request = { "클라이언트가 보낸 바이트", "bytes of the client",
		"왜인지는 이 수만으로 알 수 없다: 스트림을 비교해 보라",
		"these numbers do not show why: compare the streams" };
	static const struct subject reply = { "서버가 보낸 바이트", "bytes of the server",
		"왜인지는 이 수만으로 알 수 없다: 스트림을 비교해 보라",
		"these numbers do not show why: compare the streams" };
	static const struct subject ending = { "종료", "end",
		"왜인지는 이 표로 알 수 없다: 마지막 패킷들을 보라",
		"this table does not show why: look at the last packets" };
	compare_counts(table, &request, deck->client_bytes, own->client_bytes);
	compare_counts(table, &reply, deck->server_bytes, own->server_bytes);
	compare_words(table, &ending, ending_words(deck->ending, table->is_korean),
		ending_words(own->ending, table->is_korean));
}

/* ---- slides ---- */

/* Appends a slide with the rows, if there are any, and clears them. */
static void append_slide(
	const struct table *table, const char *heading, struct rows *rows, struct text *out)
{
	if (!rows->count)
		return;
	text_append(out, heading);
	text_append(out,
		table->is_korean ? "| | 발표 | 내 기록 | 왜 |\n" : "| | deck | mine | why |\n");
	text_append(out, "|---|---:|---:|---|\n");
	text_append_size(out, text_string(&rows->text), rows->text.size);
	text_clear(&rows->text);
	rows->count = 0;
}

/* Appends slides with all rows but the last ones, which are left in `rest` for the last slide. */
static void append_slides(
	const struct table *table, const char *heading, struct rows *rest, struct text *out)
{
	for (size_t i = 0; i < GROUPS; i++) {
		const struct rows *group = &table->groups[i];
		const char *line = text_string(&group->text);
		bool fits = group->count <= ROWS_MAX;
		if (fits && rest->count + group->count > ROWS_MAX)
			append_slide(table, heading, rest, out);
		for (size_t j = 0; j < group->count; j++) {
			size_t size = strcspn(line, "\n") + 1;
			if (rest->count == ROWS_MAX)
				append_slide(table, heading, rest, out);
			text_append_size(&rest->text, line, size);
			rest->count++;
			line += size;
		}
	}
}

void differences_append(struct text *out, const char *heading, const struct tcp_connection *deck,
	const struct tcp_connection *own, bool is_korean)
{
	autofinish(table) struct table table = { .is_korean = is_korean };
	/* Without a SYN nobody knows which end is the client. */
	bool has_roles = tcp_connection_has_roles(deck) && tcp_connection_has_roles(own);
	if (has_roles) {
		compare_sockets(&table, deck, own);
		compare_syns(&table, deck, own);
	}
	table.group = GROUP_DATA;
	if (has_roles) {
		compare_sizes(&table, deck, own);
		compare_data(&table, deck, own);
	}
	compare_durations(&table, deck, own);
	struct rows rest = { 0 };
	append_slides(&table, heading, &rest, out);
	bool has_room = rest.count && rest.count <= ROWS_MAX_WITH_SAME;
	append_slide(&table, heading, &rest, out);
	text_finish(&rest.text);
	if (table.same.size && !has_room)
		text_append(out, heading);
	if (table.same.size)
		text_append_format(out,
			is_korean ? "\n같은 것: %s.\n" : "\nThe same in both: %s.\n",
			text_string(&table.same));
}
