/* The words of each picture about packets that are not shown. */
#include "ladder-checks.h"

#include "base/array.h"
#include "diagram/graph/graph.h"
#include "diagram/segments/message.h"
#include "diagram/segments/segments.h"
#include "diagram/stream/stream.h"
#include "diagram/table/list.h"
#include "listing/info/left-out-words.h"
#include "listing/packet-table.h"

#define UP TCP_STATE_ESTABLISHED

static void a_gap_says_how_many_and_which(void **state)
{
	(void)state;
	static const struct {
		struct left_out left_out;
		const char *english, *korean, *short_english, *short_korean;
	} cases[] = {
		{ { 1, 4, 4, NULL }, "packet 4 not shown", "4번 패킷 생략", "1 not shown",
			"1개 생략" },
		{ { 6, 4, 9, NULL }, "packets 4–9 not shown (6)", "4–9번 패킷 6개 생략",
			"6 not shown", "6개 생략" },
		{ { 6, 4, 13, NULL }, "6 packets not shown (between 4 and 13)",
			"패킷 6개 생략 (4–13번 사이)", "6 not shown", "6개 생략" },
		{ { 1234, 1, 1234, NULL }, "packets 1–1234 not shown (1" TEXT_THIN_SPACE "234)",
			"1–1234번 패킷 1,234개 생략", "1" TEXT_THIN_SPACE "234 not shown",
			"1,234개 생략" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(text) struct text text = { 0 };
			left_out_append(&text, &cases[i].left_out, is_korean);
			assert_string_equal(
				text_string(&text), is_korean ? cases[i].korean : cases[i].english);
			text_clear(&text);
			left_out_append_short(&text, &cases[i].left_out, is_korean);
			assert_string_equal(text_string(&text),
				is_korean ? cases[i].short_korean : cases[i].short_english);
		}
	}
}

static void all_gaps_are_one_sentence(void **state)
{
	(void)state;
	struct left_out gaps[20] = { { 0 } };
	autofinish(text) struct text text = { 0 };
	left_out_append_all(&text, NULL, 19, false);
	left_out_append_all(&text, gaps, 19, false);
	left_out_append_total(&text, gaps, 19, false);
	assert_int_equal(text.size, 0);
	gaps[3] = (struct left_out){ 6, 4, 9, NULL };
	left_out_append_all(&text, gaps, 19, false);
	assert_string_equal(text_string(&text), "packets 4–9 not shown (6)");
	text_clear(&text);
	gaps[19] = (struct left_out){ 1, 12, 12, NULL };
	left_out_append_all(&text, gaps, 19, false);
	assert_string_equal(text_string(&text), "packets 4–9, 12 not shown (7)");
	text_clear(&text);
	left_out_append_all(&text, gaps, 19, true);
	assert_string_equal(text_string(&text), "4–9, 12번 패킷 7개 생략");
	text_clear(&text);
	left_out_append_total(&text, gaps, 19, false);
	assert_string_equal(text_string(&text), "7 packets not shown");
	text_clear(&text);
	for (uint64_t i = 0; i < 20; i++)
		gaps[i] = (struct left_out){ 1, i + 1, i + 1, NULL };
	left_out_append_all(&text, gaps, 19, false);
	assert_string_equal(text_string(&text), "packets 1, 2, 3, 4, 5, 6, 7, 8, … not shown (20)");
}

/* A reply of 3000 bytes in two segments. Each case misses bytes at another place. */
struct reply {
	struct exchange exchange;
	struct left_out left_out[4];
};

static void reply_finish(struct reply *reply)
{
	exchange_finish(&reply->exchange);
}
DEFINE_AUTOFINISH(reply);

static void reply_make(struct reply *reply)
{
	static const uint8_t payload[3000];
	memset(reply, 0, sizeof(*reply));
	add(&reply->exchange, &(struct segment){ 0, true, TCP_ACK | TCP_PSH, 10, UP, UP, 0 });
	for (unsigned i = 0; i < 2; i++) {
		struct shown_packet *packet = add(
			&reply->exchange, &(struct segment){ 0, false, TCP_ACK, 1000, UP, UP, 0 });
		packet->frame.parts.transport.tcp.sequence = 5000 + i * 2000;
		packet->facts.tcp.sequence = 1 + i * 2000;
		packet->frame.payload = (struct bytes){ payload, 1000 };
		packet->frame.source_port = 8080;
	}
	reply->left_out[2] = (struct left_out){ 3, 3, 5, NULL };
	reply->exchange.selection.left_out = reply->left_out;
}

static void every_picture_names_what_is_not_shown(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		void (*draw)(struct text *out, const struct selection *selection,
			const struct capture_summary *summary,
			const struct picture_options *options);
		const char *english, *korean;
	} cases[] = {
		{ "list", list_svg, "packets 3–5 not shown (3)", "3–5번 패킷 3개 생략" },
		{ "segments", segments_svg, "not shown: 1" TEXT_THIN_SPACE "000 bytes between",
			"생략: 중간 1,000바이트" },
		{ "graph", graph_svg, "3 packets not shown", "패킷 3개 생략" },
		{ "stream", stream_svg, "packets 3–5 not shown (3)", "3–5번 패킷 3개 생략" },
		{ "stream", stream_html, "packets 3–5 not shown (3)", "3–5번 패킷 3개 생략" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(reply) struct reply reply;
			reply_make(&reply);
			autofinish(text) struct text text = { 0 };
			const struct picture_options options = {
				.id = "p",
				.lang = is_korean ? "ko" : "en",
				.title = "",
				.width = 1152,
				.height = 560,
			};
			const char *words = is_korean ? cases[i].korean : cases[i].english;
			cases[i].draw(&text, &reply.exchange.selection, &reply.exchange.summary,
				&options);
			if (!strstr(text_string(&text), words))
				fail_msg("%s does not say '%s': %s", cases[i].name, words,
					text_string(&text));
			text_clear(&text);
			reply.exchange.selection.left_out = NULL;
			cases[i].draw(&text, &reply.exchange.selection, &reply.exchange.summary,
				&options);
			assert_null(strstr(text_string(&text), is_korean ? "생략" : "not shown ("));
		}
	}
}

static void the_table_has_a_row_for_each_gap(void **state)
{
	(void)state;
	autofinish(reply) struct reply reply;
	reply_make(&reply);
	reply.left_out[3] = (struct left_out){ 1, 9, 9, NULL };
	autofinish(text) struct text text = { 0 };
	packet_table_html(&text, &reply.exchange.selection, &reply.exchange.summary, "ko");
	const char *second = strstr(text_string(&text), "data-frame=\"2\"");
	const char *gap = strstr(text_string(&text), "3–5번 패킷 3개 생략</td></tr>");
	const char *third = strstr(text_string(&text), "data-frame=\"3\"");
	const char *last = strstr(text_string(&text), "9번 패킷 생략</td></tr>");
	assert_true(second && gap && third && last);
	assert_true(second < gap && gap < third && third < last);
}

/*
 * The words name the bytes that a message misses, and their place: the beginning, the middle or the
 * end.
 */
static void a_message_knows_what_it_lacks(void **state)
{
	(void)state;
	autofinish(reply) struct reply reply;
	reply_make(&reply);
	struct message message;
	struct selection *selection = &reply.exchange.selection;
	assert_true(
		message_find(&reply.exchange.arena, selection, &reply.exchange.summary, &message));
	assert_int_equal(message.lacking_size, 1000);
	assert_false(message.begins_before || message.goes_on);
	for (size_t i = 1; i < 3; i++) {
		reply.exchange.packets[i].facts.tcp.http_first_frame = 1;
		reply.exchange.packets[i].facts.tcp.http_place = HTTP_PLACE_PART;
	}
	assert_true(
		message_find(&reply.exchange.arena, selection, &reply.exchange.summary, &message));
	assert_true(message.begins_before && message.goes_on);
	reply.exchange.packets[2].facts.tcp.http_place = HTTP_PLACE_LAST;
	reply.exchange.packets[1].facts.tcp.http_first_frame = 2;
	reply.exchange.packets[2].facts.tcp.http_first_frame = 2;
	assert_true(
		message_find(&reply.exchange.arena, selection, &reply.exchange.summary, &message));
	assert_false(message.begins_before || message.goes_on);
}

/* RFC 9112, 6.3: a body without a length ends with the connection. */
static void a_body_without_a_length_ends_with_the_connection(void **state)
{
	(void)state;
	enum { FIN_SHOWN = 1, FIN_ELSEWHERE = 2, CHUNKED = 4, SIZED = 8, WRONG_FIN = 16 };
	static const struct {
		unsigned facts;
		bool goes_on, is_endless;
		const char *korean; /* said, or NULL */
	} cases[] = {
		{ 0, false, true, "캡처에 없음: 끝(FIN)" },
		{ FIN_SHOWN, false, false, NULL },
		{ FIN_ELSEWHERE, false, false, NULL },
		{ WRONG_FIN, false, true, "캡처에 없음: 끝(FIN)" },
		{ CHUNKED, true, false, "캡처에 없음: 뒷부분" },
		{ CHUNKED | FIN_SHOWN, true, false, "캡처에 없음: 뒷부분" },
		{ SIZED | FIN_SHOWN, true, false, "캡처에 없음: 뒷부분" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		unsigned facts = cases[i].facts;
		autofinish(reply) struct reply reply;
		reply_make(&reply);
		struct exchange *exchange = &reply.exchange;
		exchange->selection.left_out = NULL;
		exchange->packets[2].frame.parts.transport.tcp.sequence = 6000;
		exchange->packets[2].facts.tcp.sequence = 1001;
		for (size_t k = 1; k < 3; k++) {
			struct packet_facts *of = &exchange->packets[k].facts;
			of->tcp.http_first_frame = 2;
			of->tcp.http_place = HTTP_PLACE_PART;
			of->shown.http_kind = k == 1 ? HTTP_RESPONSE : HTTP_NONE;
		}
		exchange->packets[1].frame.application = PART_HTTP;
		exchange->packets[1].frame.parts.application.http = (struct http_message){
			.kind = HTTP_RESPONSE,
			.has_header_end = true,
			.header_size = 100,
			.is_chunked = facts & CHUNKED,
			.has_content_length = facts & SIZED,
			.content_length = 5000,
		};
		if (facts & (FIN_SHOWN | WRONG_FIN)) {
			struct shown_packet *fin = add(exchange,
				&(struct segment){ 0, false, TCP_FIN | TCP_ACK, 0, UP, UP, 0 });
			fin->facts.tcp.sequence = facts & WRONG_FIN ? 2002 : 2001;
		}
		if (facts & FIN_ELSEWHERE) {
			exchange->connections[0].ending = TCP_ENDING_FIN;
			exchange->connections[0].has_server_isn = true;
			exchange->connections[0].server_bytes = 2000;
		}
		struct message message;
		assert_true(message_find(
			&exchange->arena, &exchange->selection, &exchange->summary, &message));
		assert_int_equal(message.goes_on, cases[i].goes_on);
		assert_int_equal(message.is_endless, cases[i].is_endless);
		autofinish(text) struct text text = { 0 };
		const struct picture_options options = {
			.id = "p", .lang = "ko", .title = "", .width = 1152, .height = 560
		};
		segments_svg(&text, &exchange->selection, &exchange->summary, &options);
		if (cases[i].korean && !strstr(text_string(&text), cases[i].korean))
			fail_msg("%zu: no '%s'", i, cases[i].korean);
		if (!cases[i].korean)
			assert_null(strstr(text_string(&text), "캡처에 없음"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_says_how_many_and_which),
		cmocka_unit_test(all_gaps_are_one_sentence),
		cmocka_unit_test(every_picture_names_what_is_not_shown),
		cmocka_unit_test(the_table_has_a_row_for_each_gap),
		cmocka_unit_test(a_message_knows_what_it_lacks),
		cmocka_unit_test(a_body_without_a_length_ends_with_the_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
