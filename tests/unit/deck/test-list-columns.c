/* Columns of a list by their names: those of every list, and fields. */
#include "ladder-checks.h"

#include "deck/fields/list-columns.h"
#include "dissect/fields.h"

static void find(struct exchange *exchange, const char *name, const char *heading,
	struct list_columns *columns)
{
	struct packets_column *column = arena_new(&exchange->arena, struct packets_column);
	*column = (struct packets_column){ name, heading, 7 };
	const struct packets_annotations annotations = { .columns = column, .column_count = 1 };
	list_columns_find(columns, &annotations, &exchange->selection, "en", &exchange->arena);
}

static void test_own_columns(void **state)
{
	(void)state;
	const char *name;
	for (unsigned i = 0; (name = packet_column_name(i)); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		struct list_columns columns;
		add_ping(&exchange, 0);
		find(&exchange, name, NULL, &columns);
		assert_int_equal(columns.count, 1);
		assert_int_equal(columns.items[0].column, i);
		assert_string_equal(columns.items[0].heading, packet_column_head(i, false));
	}
}

static void test_fields(void **state)
{
	(void)state;
	static const struct field_spec address = {
		.name = "dns.qry.name", .label = "Name", .size = 1
	};
	struct field fields[2] = {
		{ .spec = &address, .kind = FIELD_DECIMAL, .number = 64, .parent = -1 },
		{ .spec = &address, .kind = FIELD_DECIMAL, .number = 65, .parent = -1 },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	struct list_columns columns;
	add_ping(&exchange, 0);
	exchange.packets[3].fields = (struct field_list){ .fields = fields, .count = 2 };
	find(&exchange, "dns.qry.name", "asked", &columns);
	assert_int_equal(columns.count, 1);
	assert_string_equal(columns.items[0].heading, "asked");
	assert_string_equal(columns.items[0].cells[3], "64, 65");
	assert_null(columns.items[0].cells[2]);
	find(&exchange, "tcp.seq", NULL, &columns);
	assert_true(columns.items[0].is_number);
	assert_string_equal(columns.items[0].heading, "tcp.seq");
	exchange.packets[3].facts.tcp.window = 65536; /* beside "Win=65536" in the Info column */
	find(&exchange, "tcp.window_size", NULL, &columns);
	assert_string_equal(columns.items[0].cells[3], "65536");

	const char *const remarks[] = { NULL, "<b>here</b>", NULL, NULL, NULL, NULL, NULL, NULL,
		NULL, NULL, NULL, NULL };
	assert_true(exchange.selection.count <= ARRAY_COUNT(remarks));
	const struct packet_table_options options = { "en", columns.items, 1, remarks };
	autofinish(text) struct text html = { 0 };
	packet_table_append(&html, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&html), "<table class=\"packet-list chosen\">"));
	assert_non_null(strstr(text_string(&html), " noted\""));
	assert_non_null(strstr(text_string(&html),
		"</tr>\n<tr class=\"told\"><td colspan=\"1\"><b>here</b></td></tr>\n"));
}

/* Wireshark's field has the number that "SLE=" in its Info has. */
static void test_sack_edges_are_relative(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct list_columns columns;
	add_ping(&exchange, 0);
	struct shown_packet *packet = &exchange.packets[3];
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	assert_true(tcp->flags & TCP_ACK);
	packet->facts.tcp.acknowledgment = 11;
	struct field edges[2] = {
		{ .spec = &tcp_options_sack_le,
			.kind = FIELD_DECIMAL,
			.number = (uint32_t)(tcp->acknowledgment + 100),
			.parent = -1 },
		{ .spec = &tcp_options_sack_re,
			.kind = FIELD_DECIMAL,
			.number = (uint32_t)(tcp->acknowledgment + 1100),
			.parent = -1 },
	};
	packet->fields = (struct field_list){ .fields = edges, .count = 2 };
	find(&exchange, "tcp.options.sack_le", NULL, &columns);
	assert_string_equal(columns.items[0].cells[3], "111");
	find(&exchange, "tcp.options.sack_re", NULL, &columns);
	assert_string_equal(columns.items[0].cells[3], "1111");
}

static void test_errors(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "sourc", "a list has no column 'sourc': did you mean 'source'?" },
		{ "tcp.windowsize", "did you mean 'tcp.window_size'?" },
		{ "http.hots", "did you mean 'http.host'?" },
		{ "http.host", "no packet of this block has the field 'http.host'" },
		{ "dhcp.option.rooter", "did you mean 'dhcp.option.router'?" },
		{ "zzz",
			"it has no, time, source, destination, protocol, length, info, delta, and" },
		{ "dns.qry.name", "no packet of this block has the field 'dns.qry.name'" },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct list_columns columns;
		find(&exchange, cases[i][0], NULL, &columns);
		assert_int_equal(columns.count, 0);
		assert_int_equal(columns.problem_count, 1);
		assert_int_equal(columns.problems[0].line, 7);
		if (!strstr(columns.problems[0].sentence, cases[i][1]))
			fail_msg("%s", columns.problems[0].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_columns),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_sack_edges_are_relative),
		cmocka_unit_test(test_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
