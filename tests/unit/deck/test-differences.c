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
		"largest segment of the server (bytes) 1\xe2\x80\x89"
		"448, data segments of the server 9, packets 10, bytes of the client 85, "
		"bytes of the server 12\xe2\x80\x89"
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
	assert_non_null(strstr(second, "| 클라이언트 MSS | 1460 | 560 |"));
	assert_non_null(strstr(second, "| 종료 | FIN | RST |"));
	assert_null(strstr(second, "ISN"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual),
		cmocka_unit_test(test_without_roles),
		cmocka_unit_test(test_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
