/* Fields on arrows: by Wireshark's names, with the nearest for one that is none. */
#include "ladder-checks.h"

#include "deck/fields/author-labels.h"

static bool find(struct exchange *exchange, const char *name, struct author_label **labels,
	struct error *error)
{
	const char *const names[] = { name };
	const struct packets_annotations annotations = { .labels = names, .label_count = 1 };
	return arrow_labels_find(
		labels, &annotations, &exchange->selection, false, &exchange->arena, error);
}

static void test_values(void **state)
{
	(void)state;
	static const struct field_spec ttl = {
		.name = "ip.ttl", .label = "Time to Live", .size = 1
	};
	struct field field = { .spec = &ttl, .kind = FIELD_DECIMAL, .number = 64, .parent = -1 };
	autofinish(exchange) struct exchange exchange = { 0 };
	autofinish(error) struct error error = { 0 };
	struct author_label *labels = NULL;
	add_ping(&exchange, 0);
	exchange.packets[3].fields = (struct field_list){ .fields = &field, .count = 1 };
	exchange.packets[3].facts.tcp.window = 65536;
	assert_true(find(&exchange, "ip.ttl", &labels, &error));
	assert_string_equal(labels[3].words, "ttl 64");
	assert_string_equal(labels[3].values, "64");
	assert_null(labels[2].words);
	assert_true(find(&exchange, "tcp.window_size", &labels, &error));
	assert_string_equal(labels[3].words, "window_size 65\u202f536");
	assert_string_equal(labels[3].values, "65\u202f536");
	struct ladder_options options = options_of(780, 540);
	options.labels = labels;
	check_ladder(
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options));
}

static void test_errors(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "tcp.windowsize",
			"there is no field 'tcp.windowsize': did you mean 'tcp.window_size'?" },
		{ "dns.qry.nam", "there is no field 'dns.qry.nam': did you mean 'dns.qry.name'?" },
		{ "zzz", "there is no field 'zzz': write a name as Wireshark has it" },
		{ "dns.qry.name", "no packet of this block has the field 'dns.qry.name'" },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		struct author_label *labels = NULL;
		assert_false(find(&exchange, cases[i][0], &labels, &error));
		if (!strstr(error_message(&error), cases[i][1]))
			fail_msg("%s", error_message(&error));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
