/*
 * Totals are printed first, although streams end while packets are still read. So the lines of many
 * streams wait in a temporary file, and memory does not grow with the capture.
 */
#include "cli/report/totals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "conversation/endpoint.h"

enum { STREAMS_WAITING = 1024 }; /* kept in memory, so that they can be written in order */

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
		return message_of("closed");
	case TCP_ENDING_RESET:
		return message_of("reset");
	case TCP_ENDING_REFUSED:
		return message_of("refused");
	case TCP_ENDING_OPEN:
		break;
	}
	return message_of("open");
}

/* Written without printf(): the capture of a day has a million streams. */
static void append_stream(struct text *out, const struct tcp_connection *connection)
{
	struct endpoint client = { connection->client, connection->client_port };
	struct endpoint server = { connection->server, connection->server_port };
	text_append(out, message_of("stream "));
	text_append_number(out, connection->stream);
	text_append(out, ": ");
	endpoint_append(out, &client);
	text_append(out, " → ");
	endpoint_append(out, &server);
	text_append_message_numbers(out, ", %llu packets, %llu bytes, payload %llu → %llu ←, ",
		(const uint64_t[]){ connection->shown_count, connection->shown_size,
			connection->client_bytes, connection->server_bytes });
	if (connection->client_has_fragments || connection->server_has_fragments)
		text_append(out, message_of("without that of fragments, "));
	timestamp_append_duration(
		out, connection->last_ns - connection->first_ns, message_digit_gap());
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

/* Writes the lines of the waiting streams. */
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
		return; /* without a temporary file the lines stay in memory */
	(void)fwrite(totals->lines.data, 1, totals->lines.size, totals->ended);
	text_clear(&totals->lines);
}

/* ---- output ---- */

/* "1700000000.123456789", the seconds in groups where the language has them. */
static void append_seconds(struct text *out, int64_t time_ns)
{
	uint64_t ns = time_ns < 0 ? (uint64_t)0 - (uint64_t)time_ns : (uint64_t)time_ns;
	text_append(out, time_ns < 0 ? "-" : "");
	text_append_grouped(out, ns / NS_PER_S, message_digit_gap());
	text_append_char(out, '.');
	text_append_digits(out, ns % NS_PER_S, 9);
}

static void append_head(struct text *out, const struct totals *totals)
{
	text_append_message(out,
		"packets: %llu\nbytes: %llu\nduration: ", (unsigned long long)totals->packets,
		(unsigned long long)totals->bytes);
	append_seconds(out, totals->last_ns - totals->first_ns);
	text_append(out, " s\n");
	for (unsigned i = 0; i < PROTOCOL_NUMBERS_MAX; i++)
		if (totals->protocols[i])
			text_append_message(out, "protocol %s: %llu\n", protocol_name(i),
				(unsigned long long)totals->protocols[i]);
	for (unsigned i = 0; i < TCP_LABEL_COUNT; i++)
		if (totals->labels[i])
			text_append_message(out, "label %s: %llu\n", tcp_label_name(i),
				(unsigned long long)totals->labels[i]);
}

static bool set_temporary_file_error(struct error *error)
{
	return error_set(error, "cannot keep the lines of streams in a temporary file: %s",
		message_of_errno(errno));
}

static bool print_ended_streams(FILE *ended, struct error *error)
{
	char buffer[16 * 1024];
	size_t size;
	if (fflush(ended) != 0 || ferror(ended))
		return set_temporary_file_error(error);
	rewind(ended);
	while ((size = fread(buffer, 1, sizeof(buffer), ended)) > 0)
		(void)fwrite(buffer, 1, size, stdout);
	return !ferror(ended) || set_temporary_file_error(error);
}

bool totals_print(struct totals *totals, struct error *error)
{
	autofinish(text) struct text head = { 0 };
	append_head(&head, totals);
	(void)fwrite(text_string(&head), 1, head.size, stdout);
	if (totals->ended && !print_ended_streams(totals->ended, error))
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
