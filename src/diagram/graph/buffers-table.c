/* The same numbers as rows: each packet and each call that changes one, in the order of time. */
#include "diagram/graph/buffers.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "diagram/graph/buffers-layout.h"
#include "listing/info/arrow-label.h"

/* A packet, or an occasion on which a queue was measured. */
struct row {
	int64_t time_ns;
	const struct shown_packet *packet; /* or NULL */
	const struct buffers_sample *sample; /* or NULL */
};

static int compare_rows(const void *a, const void *b)
{
	const struct row *first = a, *second = b;
	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	if (first->packet && second->packet)
		return first->packet->frame.number < second->packet->frame.number ? -1 : 1;
	if (!first->packet != !second->packet)
		return first->packet ? -1 : 1;
	return first->sample < second->sample ? -1 : first->sample > second->sample;
}

static struct row *find_rows(const struct buffers *buffers, size_t *ret_count)
{
	const struct selection *selection = buffers->grapher.selection;
	struct row *rows = arena_alloc_array(
		buffers->arena, selection->count + buffers->sample_count + 1, sizeof(*rows));
	size_t count = 0;
	for (size_t i = 0; i < selection->count; i++)
		if (grapher_has(&buffers->grapher, selection->packets[i]))
			rows[count++] = (struct row){
				.time_ns = grapher_time(&buffers->grapher, selection->packets[i]),
				.packet = selection->packets[i],
			};
	for (size_t i = 0; i < buffers->sample_count; i++)
		if (buffers_shows(
			    buffers, buffers->samples[i].time_ns, buffers->samples[i].time_ns))
			rows[count++] = (struct row){
				.time_ns = buffers->samples[i].time_ns,
				.sample = &buffers->samples[i],
			};
	if (count)
		qsort(rows, count, sizeof(*rows), compare_rows);
	*ret_count = count;
	return rows;
}

static void append_event(struct text *out, const struct buffers *buffers, const struct row *row)
{
	if (row->sample) {
		text_append(out, graph_measure_words(&buffers->context, row->sample->measure));
		return;
	}
	text_append_format(out, "#%" PRIu64 " ", row->packet->frame.number);
	arrow_label_append(out, &row->packet->frame, &row->packet->facts);
}

/* Appends a cell with the bytes of a line; of one that has a gap there, "?". */
static void append_bytes(struct text *out, const struct buffers *buffers,
	enum buffers_line_kind kind, int64_t time_ns)
{
	int64_t number = buffers_at(&buffers->lines[kind], time_ns);
	autofinish(text) struct text cell = { 0 };
	if (number == BUFFERS_UNKNOWN)
		text_append(&cell, "?");
	else
		graph_append_number(&cell, number - 1, buffers->is_korean);
	picture_table_cell(out, text_string(&cell));
}

static void append_queue(
	struct text *out, const struct buffers *buffers, const struct row *row, bool is_of_writer)
{
	bool is_measured = row->sample && row->sample->is_of_writer == is_of_writer;
	picture_table_cell(out,
		is_measured ? picture_number(buffers->arena, row->sample->queue, buffers->is_korean)
			    : "");
}

static void append_row(struct text *out, const struct buffers *buffers, const struct row *row)
{
	autofinish(text) struct text time = { 0 }, event = { 0 };
	timestamp_append_instant(
		&time, row->time_ns, &buffers->graph->instants, text_digit_gap(buffers->is_korean));
	append_event(&event, buffers, row);
	text_append(out, "<tr>");
	picture_table_cell(out, text_string(&time));
	picture_table_cell(out, text_string(&event));
	for (unsigned i = 0; i < BUFFERS_LINE_COUNT; i++)
		append_bytes(out, buffers, (enum buffers_line_kind)i, row->time_ns);
	append_queue(out, buffers, row, true);
	append_queue(out, buffers, row, false);
	text_append(out, "</tr>\n");
}

void buffers_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	static const char *const heads[][8] = {
		{ "time", "packet, or measured when", "written", "sent", "acknowledged", "read",
			"send queue, measured", "receive queue, measured" },
		{ "시간", "패킷 또는 측정한 때", "쓴 바이트", "보낸 바이트", "확인 응답된 바이트",
			"읽은 바이트", "측정한 송신 큐", "측정한 수신 큐" },
	};
	autofinish(arena) struct arena arena = { 0 };
	const struct picture_options options = { .lang = lang, .width = 1152, .height = 540 };
	const struct buffers *buffers = buffers_layout(&arena, selection, summary, &options);
	size_t count;
	const struct row *rows = find_rows(buffers, &count);
	picture_table_open(out, heads[buffers->is_korean], ARRAY_COUNT(heads[0]));
	for (size_t i = 0; i < count; i++)
		append_row(out, buffers, &rows[i]);
	picture_table_close(out);
}
