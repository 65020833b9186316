/*
 * Each row says why such a value may differ. A reason that the packets do not show is worded as
 * what is usual, or left open.
 */
#include "deck/repeat/differences.h"

#include "base/format/timestamp.h"

enum { ROWS_MAX = 6 /* that a slide has room for, with a line below */ };

struct table {
	struct text *out, *same;
	bool is_korean;
	size_t rows;
};

/* What a row compares: its name, and why its values may differ. */
struct subject {
	const char *korean, *english;
	const char *korean_reason, *english_reason;
};

static void append_same(struct table *table, const struct subject *subject, const char *value)
{
	text_append_format(table->same, "%s%s %s", table->same->size ? ", " : "",
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
	table->rows++;
	text_append_format(table->out, "| %s | %s | %s | %s |\n",
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

/* Appends "9.655 ms" with a space at which no line breaks. */
static void append_duration(struct text *out, int64_t duration_ns, const char *gap)
{
	autofinish(text) struct text duration = { 0 };
	timestamp_append_duration(&duration, duration_ns, gap);
	for (const char *p = text_string(&duration); *p; p++)
		text_append_size(out, *p == ' ' ? "\xc2\xa0" : p, *p == ' ' ? 2 : 1);
}

static void compare_durations(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject duration = { "걸린 시간", "duration",
		"시간은 호스트와 그때의 부하에 따라 다르다",
		"times depend on the machine and on its load at that moment" };
	autofinish(text) struct text left = { 0 }, right = { 0 };
	const char *gap = text_digit_gap(table->is_korean);
	append_duration(&left, deck->last_ns - deck->first_ns, gap);
	append_duration(&right, own->last_ns - own->first_ns, gap);
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

static void compare_sizes(
	struct table *table, const struct tcp_connection *deck, const struct tcp_connection *own)
{
	static const struct subject client_mss = { "클라이언트 MSS", "client MSS",
		"MSS는 보통 인터페이스의 MTU에서 IP와 TCP 헤더의 크기를 뺀 값이다",
		"the MSS is usually the MTU of the interface without the headers of IP and TCP" };
	static const struct subject server_mss = { "서버 MSS", "server MSS",
		"서버도 제 쪽의 MSS를 알린다", "the server announces its own" };
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
	compare_names(table, &client_mss, deck->client_mss, deck->client_mss, own->client_mss,
		own->client_mss);
	compare_names(table, &server_mss, deck->server_mss, deck->server_mss, own->server_mss,
		own->server_mss);
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

static void append_table(const struct table *table, const struct text *rows, struct text *out)
{
	text_append(out,
		table->is_korean ? "| | 발표 | 내 기록 | 왜 |\n" : "| | deck | mine | why |\n");
	text_append(out, "|---|---:|---:|---|\n");
	text_append_size(out, text_string(rows), rows->size);
}

void differences_append(struct text *out, const char *heading, const struct tcp_connection *deck,
	const struct tcp_connection *own, bool is_korean)
{
	autofinish(text) struct text sockets = { 0 }, others = { 0 }, same = { 0 };
	struct table table = { .out = &sockets, .same = &same, .is_korean = is_korean };
	/* Without a SYN nobody knows which end is the client. */
	bool has_roles = tcp_connection_has_roles(deck) && tcp_connection_has_roles(own);
	if (has_roles)
		compare_sockets(&table, deck, own);
	size_t socket_rows = table.rows;
	table.out = &others;
	if (has_roles) {
		compare_sizes(&table, deck, own);
		compare_data(&table, deck, own);
	}
	compare_durations(&table, deck, own);
	text_append(out, heading);
	if (table.rows > ROWS_MAX && socket_rows) {
		append_table(&table, &sockets, out);
		text_append(out, heading);
		text_clear(&sockets);
	}
	text_append_size(&sockets, text_string(&others), others.size);
	if (sockets.size)
		append_table(&table, &sockets, out);
	if (same.size)
		text_append_format(out,
			is_korean ? "\n같은 것: %s.\n" : "\nThe same in both: %s.\n",
			text_string(&same));
}
