/* What two recordings of one connection differ in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "deck/repeat/differences.h"

static const struct tcp_connection usual = {
	.client_port = 40000,
	.server_port = 8080,
	.has_client_isn = true,
	.has_server_isn = true,
	.client_isn = 1,
	.server_isn = 2,
	.client_mss = 1460,
	.server_mss = 1460,
	.client_offer = { .is_known = true,
		.has_scale = true,
		.has_timestamps = true,
		.is_sack_permitted = true,
		.scale = 7,
		.window = 64240 },
	.server_offer = { .is_known = true,
		.has_scale = true,
		.has_timestamps = true,
		.is_sack_permitted = true,
		.scale = 7,
		.window = 65160 },
	.packet_count = 10,
	.first_ns = 0,
	.last_ns = 1500000,
	.client_bytes = 85,
	.server_bytes = 12345,
	.largest_server_payload = 1448,
	.server_data_segments = 9,
	.ending = TCP_ENDING_FIN,
};

static void expect(const struct tcp_connection *own, bool is_korean, const char *wanted)
{
	autofinish(text) struct text out = { 0 };
	differences_append(&out, "## H\n\n", &usual, own, is_korean);
	assert_string_equal(text_string(&out), wanted);
}

static void test_usual(void **state)
{
	(void)state;
	struct tcp_connection own = usual;
	own.client_port = 40002;
	own.client_isn = 3;
	own.last_ns = 2500000;
	expect(&own, false,
		"## H\n\n| | deck | mine | why |\n|---|---:|---:|---|\n"
		"| client port | 40000 | 40002 | the client gets a new ephemeral port for each connection |\n"
		"| client ISN | 1 | 3 | the initial sequence number is chosen anew for each connection (RFC 9293) |\n"
		"| duration | 1.500\xc2\xa0ms | 2.500\xc2\xa0ms | times depend on the machine and on its load at that moment |\n"
		"\nThe same in both: server port 8080, server ISN 2, client MSS 1460, server MSS 1460, "
		"window in the client's SYN (bytes) 64\xe2\x80\xaf"
		"240, client window scale 7, window in the server's SYN (bytes) 65\xe2\x80\xaf"
		"160, server window scale 7, SACK-permitted option both, timestamps option both, "
		"largest segment of the server (bytes) 1\xe2\x80\xaf"
		"448, data segments of the server 9, packets 10, bytes of the client 85, "
		"bytes of the server 12\xe2\x80\xaf"
		"345, end FIN.\n");
}

/* Without a SYN nothing is said of client and server. */
static void test_without_roles(void **state)
{
	(void)state;
	struct tcp_connection own = usual;
	own.has_client_isn = own.has_server_isn = false;
	own.client_port = 1;
	expect(&own, true, "## H\n\n\n같은 것: 걸린 시간 1.500\xc2\xa0ms.\n");
}

/* More rows than a slide has room for are two slides. */
static void test_long(void **state)
{
	(void)state;
	autofinish(text) struct text out = { 0 };
	struct tcp_connection own = usual;
	own.client_port = 5;
	own.client_isn = 6;
	own.server_isn = 7;
	own.client_mss = own.server_mss = 560;
	own.largest_server_payload = 548;
	own.ending = TCP_ENDING_RESET;
	differences_append(&out, "## H\n\n", &usual, &own, true);
	const char *second = strstr(text_string(&out) + 1, "## H\n\n| | 발표 | 내 기록 | 왜 |");
	assert_non_null(second);
	const char *mss = strstr(text_string(&out), "| 클라이언트 MSS | 1460 | 560 |");
	assert_non_null(mss);
	assert_true(mss < second); /* the rows of a SYN are together, behind those of sockets */
	assert_non_null(strstr(second, "| 종료 | FIN | RST |"));
	assert_null(strstr(second, "ISN"));
	assert_null(strstr(second + 1, "## H"));
}

/* What is the same stands below four rows, and on a slide of its own behind more. */
static void test_same(void **state)
{
	(void)state;
	autofinish(text) struct text four = { 0 }, five = { 0 };
	struct tcp_connection own = usual;
	own.client_port = 5;
	own.client_isn = 6;
	own.server_isn = 7;
	own.last_ns = 2500000;
	differences_append(&four, "## H\n\n", &usual, &own, false);
	assert_null(strstr(text_string(&four) + 1, "## H"));
	assert_non_null(strstr(text_string(&four), "|\n\nThe same in both: server port 8080"));
	own.server_port = 9;
	differences_append(&five, "## H\n\n", &usual, &own, false);
	const char *second = strstr(text_string(&five) + 1, "## H");
	assert_non_null(second);
	assert_non_null(strstr(second, "## H\n\n\nThe same in both: client MSS 1460"));
	assert_null(strstr(second + 1, "## H"));
}

/* All that may differ: no slide has more rows than it has room for, and no row is lost. */
static void test_all(void **state)
{
	(void)state;
	static const char head[] = "|---|---:|---:|---|\n";
	autofinish(text) struct text out = { 0 };
	struct tcp_connection own = {
		.client_port = 5,
		.server_port = 6,
		.has_client_isn = true,
		.has_server_isn = true,
		.client_isn = 7,
		.server_isn = 8,
		.client_mss = 9,
		.server_mss = 10,
		.client_offer = { .is_known = true, .window = 11 },
		.server_offer = { .is_known = true, .window = 12 },
		.ending = TCP_ENDING_RESET,
	};
	size_t rows = 0, slides = 0;
	differences_append(&out, "## H\n\n", &usual, &own, false);
	for (const char *p = text_string(&out); (p = strstr(p, head)); slides++) {
		size_t lines = 0;
		for (p += strlen(head); *p == '|'; lines++)
			p = strchr(p, '\n') + 1;
		assert_in_range(lines, 1, 6);
		rows += lines;
	}
	assert_int_equal(rows, 4 + 8 + 7);
	assert_int_equal(slides, 4);
	assert_null(strstr(text_string(&out), "The same"));
}

/* What only the SYNs show, and what is not known of them. */
static void test_syns(void **state)
{
	(void)state;
	static const struct {
		bool is_known, has_scale, has_timestamps, is_sack_permitted;
		const char *row; /* NULL: nothing is said */
		bool is_korean;
	} rows[] = {
		{ true, false, true, true,
			"| server window scale | 7 | none | the server chooses one of its own, and sends it only if the client's SYN has one |\n",
			false },
		{ true, true, false, true,
			"| timestamps option | both | client only | a setting of the kernel (Linux: net.ipv4.tcp_timestamps), used only if both SYNs have it (RFC 7323) |\n",
			false },
		{ true, true, true, false,
			"| SACK 허용 옵션 | 양쪽 | 클라이언트만 | 커널의 설정이며 (Linux: net.ipv4.tcp_sack) 이 옵션을 보낸 쪽만 SACK을 받을 수 있다 (RFC 2018) |\n",
			true },
		{ false, false, false, false, NULL, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		autofinish(text) struct text out = { 0 };
		struct tcp_connection own = usual;
		own.server_offer.is_known = rows[i].is_known;
		own.server_offer.has_scale = rows[i].has_scale;
		own.server_offer.has_timestamps = rows[i].has_timestamps;
		own.server_offer.is_sack_permitted = rows[i].is_sack_permitted;
		differences_append(&out, "## H\n\n", &usual, &own, rows[i].is_korean);
		const char *table = strstr(text_string(&out), "|---|---:|---:|---|\n");
		assert_int_equal(table != NULL, rows[i].row != NULL);
		if (rows[i].row)
			assert_non_null(strstr(table, rows[i].row));
		else
			assert_null(strstr(text_string(&out), "option"));
	}
}

/* A SYN without an MSS option is not one that was captured in part. */
static void test_no_mss(void **state)
{
	(void)state;
	autofinish(text) struct text lacking = { 0 }, unknown = { 0 };
	struct tcp_connection own = usual;
	own.client_mss = 0;
	differences_append(&unknown, "## H\n\n", &usual, &own, false);
	assert_null(strstr(text_string(&unknown), "client MSS"));
	own.client_lacks_mss = true;
	differences_append(&lacking, "## H\n\n", &usual, &own, false);
	assert_non_null(strstr(text_string(&lacking), "| client MSS | 1460 | none | "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual),
		cmocka_unit_test(test_without_roles),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_syns),
		cmocka_unit_test(test_no_mss),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
