/*
 * Totals come first, and streams end while packets are still read: so their lines wait in a temporary
 * file when there are many, and memory does not grow with the capture.
 */
#include "cli/report/totals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/timestamp.h"
#include "conversation/endpoint.h"

enum { STREAMS_WAITING = 1024 }; /* to be written in their order */

void totals_count(
	struct totals *totals, const struct frame *frame, const struct packet_facts *facts)
{
	if (!totals->packets++)
		totals->first_ns = frame->time_ns;
	totals->last_ns = frame->time_ns;
	totals->bytes += frame->length;
	totals->protocols[facts->shown.protocol]++;
	for (uint32_t labels = facts->tcp.labels; labels; labels &= labels - 1)
		totals->labels[__builtin_ctz(labels)]++;
}

/* ---- streams ---- */

static const char *ending_word(enum tcp_ending ending)
{
	switch (ending) {
	case TCP_ENDING_FIN:
		return "closed";
	case TCP_ENDING_RESET:
		return "reset";
	case TCP_ENDING_REFUSED:
		return "refused";
	case TCP_ENDING_OPEN:
		break;
	}
	return "open";
}

/* Without the formatter: a capture of a day has a million of them. */
static void append_stream(struct text *out, const struct tcp_connection *connection)
{
	struct endpoint client = { connection->client, connection->client_port };
	struct endpoint server = { connection->server, connection->server_port };
	text_append(out, "stream ");
	text_append_number(out, connection->stream);
	text_append(out, ": ");
	endpoint_append(out, &client);
	text_append(out, " → ");
	endpoint_append(out, &server);
	text_append(out, ", ");
	text_append_number(out, connection->shown_count);
	text_append(out, " packets, ");
	text_append_number(out, connection->shown_size);
	text_append(out, " bytes, payload ");
	text_append_number(out, connection->client_bytes);
	text_append(out, " → ");
	text_append_number(out, connection->server_bytes);
	text_append(out, " ←, ");
	timestamp_append_duration(out, connection->last_ns - connection->first_ns);
	text_append(out, ", ");
	text_append(out, ending_word(connection->ending));
	text_append_char(out, '\n');
}

static int by_stream(const void *a, const void *b)
{
	const struct tcp_connection *first = a, *second = b;
	if (first->stream != second->stream)
		return first->stream < second->stream ? -1 : 1;
	return first->first_frame < second->first_frame ? -1 : 1;
}

/* Lines of the streams that are waiting. */
static void write_lines(struct totals *totals)
{
	if (totals->stream_count)
		qsort(totals->streams, totals->stream_count, sizeof(*totals->streams), by_stream);
	for (size_t i = 0; i < totals->stream_count; i++)
		append_stream(&totals->lines, &totals->streams[i]);
	totals->stream_count = 0;
}

void totals_end_stream(void *user, const struct tcp_connection *connection)
{
	struct totals *totals = user;
	if (!connection->shown_count)
		return;
	grow_array(&totals->streams, totals->stream_count, &totals->stream_capacity,
		sizeof(*totals->streams));
	totals->streams[totals->stream_count++] = *connection;
	if (totals->stream_count < STREAMS_WAITING)
		return;
	write_lines(totals);
	if (!totals->ended)
		totals->ended = tmpfile();
	if (!totals->ended)
		return; /* nowhere to write: then memory must do */
	(void)fwrite(totals->lines.data, 1, totals->lines.size, totals->ended);
	text_clear(&totals->lines);
}

/* ---- output ---- */

static void append_head(struct text *out, const struct totals *totals)
{
	text_append_format(out,
		"packets: %llu\nbytes: %llu\nduration: ", (unsigned long long)totals->packets,
		(unsigned long long)totals->bytes);
	timestamp_append_seconds(out, totals->last_ns - totals->first_ns);
	text_append(out, " s\n");
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++)
		if (totals->protocols[i])
			text_append_format(out, "protocol %s: %llu\n", protocol_name(i),
				(unsigned long long)totals->protocols[i]);
	for (unsigned i = 0; i < TCP_LABEL_COUNT; i++)
		if (totals->labels[i])
			text_append_format(out, "label %s: %llu\n", tcp_label_name(i),
				(unsigned long long)totals->labels[i]);
}

static bool copy_ended(FILE *ended, struct error *error)
{
	static const char what[] = "cannot keep the lines of streams in a temporary file: %s";
	char buffer[16 * 1024];
	size_t size;
	if (fflush(ended) != 0 || ferror(ended))
		return error_set(error, what, strerror(errno));
	rewind(ended);
	while ((size = fread(buffer, 1, sizeof(buffer), ended)) > 0)
		(void)fwrite(buffer, 1, size, stdout);
	return !ferror(ended) || error_set(error, what, strerror(errno));
}

bool totals_print(struct totals *totals, struct error *error)
{
	autofinish(text) struct text head = { 0 };
	append_head(&head, totals);
	(void)fwrite(text_string(&head), 1, head.size, stdout);
	if (totals->ended && !copy_ended(totals->ended, error))
		return false;
	write_lines(totals);
	(void)fwrite(text_string(&totals->lines), 1, totals->lines.size, stdout);
	return true;
}

void totals_finish(struct totals *totals)
{
	if (totals->ended)
		(void)fclose(totals->ended);
	text_finish(&totals->lines);
	free(totals->streams);
}
