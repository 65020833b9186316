/*
 * Packet by packet what `pcapdeck packets` does: decode, analyse, colour, print. A capture may run
 * for weeks, so when the analysis knows too many connections it begins anew instead of ending, or of
 * growing without limit; the file is not affected.
 *
 * Nor is it by a terminal that is held, or a pager that does not read: lines wait here, up to a
 * limit, and beyond it packets are counted instead of listed. What is written without waiting is at
 * most PIPE_BUF at a time, since that is what a pipe that is ready promises to take.
 */
#include "cli/live-list.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"
#include "conversation/echo-pairs.h"
#include "conversation/quic-track.h"
#include "dissect/dissect.h"
#include "listing/packet-text.h"

enum { CONNECTIONS_MAX = 1 << 18, WAITING_SIZE_MAX = 256 * 1024 };

struct live_list {
	struct tcp_table *table;
	struct echo_pairs *pairs;
	struct quic_track *quic;
	struct text out;
	size_t shown_size; /* of `out` */
	uint64_t count, unlisted_count;
	int64_t start_ns; /* the first packet */
	int link_type;
	bool has_color;
};

struct live_list *live_list_new(int link_type)
{
	struct live_list *list = xcalloc(1, sizeof(*list));
	*list = (struct live_list){
		.table = tcp_table_new(),
		.pairs = echo_pairs_new(),
		.quic = quic_track_new(),
		.link_type = link_type,
		.has_color = output_wants_color(),
	};
	return list;
}

static void analyse(struct live_list *list, struct frame *frame, struct tcp_analysis *ret_analysis)
{
	autofinish(error) struct error full = { 0 };
	if (tcp_table_count(list->table) < CONNECTIONS_MAX &&
		tcp_table_add(list->table, frame, ret_analysis, &full))
		return;
	tcp_table_free(list->table);
	list->table = tcp_table_new();
	/* The first of a new table always fits. */
	(void)tcp_table_add(list->table, frame, ret_analysis, &full);
}

/* A quoted segment may begin a connection; where there is no room for it, it is left out. */
static void analyse_quoted(struct live_list *list, const struct frame *frame)
{
	autofinish(error) struct error full = { 0 };
	if (tcp_table_count(list->table) < CONNECTIONS_MAX)
		(void)tcp_table_add_quoted(list->table, frame, &full);
}

static void append_unlisted(struct live_list *list)
{
	if (list->unlisted_count)
		text_append_format(&list->out,
			"… %llu packets are not listed: standard output was too slow\n",
			(unsigned long long)list->unlisted_count);
	list->unlisted_count = 0;
}

void live_list_add(struct live_list *list, int64_t time_ns, struct bytes data, uint32_t length)
{
	struct tcp_analysis analysis = { 0 };
	struct frame frame;
	frame.number = ++list->count;
	frame.time_ns = time_ns;
	if (list->count == 1)
		list->start_ns = time_ns;
	dissect_frame(&frame, list->link_type, data, length, NULL);
	if (frame.has_tcp)
		analyse(list, &frame, &analysis);
	if (frame.has_udp)
		quic_track_add(list->quic, &frame);
	if (frame.has_icmp)
		echo_pairs_add(list->pairs, &frame);
	if (frame.has_quoted_tcp)
		analyse_quoted(list, &frame);
	if (list->out.size - list->shown_size >= WAITING_SIZE_MAX) {
		list->unlisted_count++;
		return;
	}
	append_unlisted(list);
	const struct tcp_analysis *known = frame.has_tcp ? &analysis : NULL;
	packet_text_append(&list->out, &frame, known, color_rule_for(&frame, known), list->start_ns,
		list->has_color);
}

static bool write_some(struct live_list *list, size_t most)
{
	size_t size = list->out.size - list->shown_size;
	ssize_t written =
		write(STDOUT_FILENO, list->out.data + list->shown_size, size < most ? size : most);
	if (written < 0)
		return errno == EINTR || errno == EAGAIN;
	list->shown_size += (size_t)written;
	return true;
}

static void forget_shown(struct live_list *list)
{
	if (list->shown_size < list->out.size && list->shown_size < WAITING_SIZE_MAX)
		return;
	list->out.size -= list->shown_size;
	if (list->out.size)
		memmove(list->out.data, list->out.data + list->shown_size, list->out.size);
	list->shown_size = 0;
}

static bool is_ready(int timeout_ms)
{
	struct pollfd ready = { .fd = STDOUT_FILENO, .events = POLLOUT };
	return poll(&ready, 1, timeout_ms) > 0;
}

bool live_list_show(struct live_list *list)
{
	while (list->shown_size < list->out.size && is_ready(0)) {
		if (!write_some(list, PIPE_BUF))
			return false;
	}
	forget_shown(list);
	return true;
}

bool live_list_finish(struct live_list *list)
{
	append_unlisted(list);
	while (list->shown_size < list->out.size) {
		if (is_ready(-1) && !write_some(list, PIPE_BUF))
			return false;
	}
	return true;
}

void live_list_free(struct live_list *list)
{
	if (!list)
		return;
	tcp_table_free(list->table);
	echo_pairs_free(list->pairs);
	quic_track_free(list->quic);
	text_finish(&list->out);
	free(list);
}
