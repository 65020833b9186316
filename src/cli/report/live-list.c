/*
 * Does packet by packet what `pcapdeck packets` does: decode, analyze, color, print. A capture may
 * run for weeks, so no summaries are kept; when too many connections are open, the analysis starts
 * again instead of growing without limit. The file is not affected.
 *
 * Nor does a stopped terminal or an idle pager affect the file: lines wait in memory up to a limit,
 * and beyond it packets are counted instead of listed. Non-blocking writes are at most PIPE_BUF
 * bytes, which a writable pipe is guaranteed to accept.
 */
#include "cli/report/live-list.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/text.h"
#include "cli/command.h"
#include "conversation/pass.h"
#include "listing/packet-text.h"

enum { WAITING_SIZE_MAX = 256 * 1024 };

struct live_list {
	struct pass pass;
	struct text out;
	size_t shown_size; /* how much of `out` was written */
	uint64_t count, unlisted_count;
	int link_type;
	enum color_depth colors;
};

struct live_list *live_list_new(int link_type)
{
	struct live_list *list = xcalloc(1, sizeof(*list));
	*list = (struct live_list){
		.link_type = link_type,
		.colors = output_colors(),
	};
	autofinish(error) struct error none = { 0 };
	const struct pass_options options = { .is_streaming = true };
	(void)pass_init(&list->pass, NULL, NULL, 0, &options, &none); /* no option can be wrong */
	return list;
}

static void add_packet(struct live_list *list, const struct packet *packet)
{
	autofinish(error) struct error full = { 0 };
	if (pass_add(&list->pass, packet, &full))
		return;
	pass_restart(&list->pass);
	/* The first packet of a new table always fits. */
	(void)pass_add(&list->pass, packet, &full);
}

static void append_unlisted(struct live_list *list)
{
	if (list->unlisted_count)
		text_append_message(&list->out,
			"… %llu packets are not listed: standard output was too slow\n",
			(unsigned long long)list->unlisted_count);
	list->unlisted_count = 0;
}

void live_list_add(struct live_list *list, int64_t time_ns, struct bytes data, uint32_t length)
{
	const struct packet packet = {
		.number = ++list->count,
		.time_ns = time_ns,
		.link_type = list->link_type,
		.data = data,
		.length = length,
	};
	add_packet(list, &packet);
	if (list->out.size - list->shown_size >= WAITING_SIZE_MAX) {
		list->unlisted_count++;
		return;
	}
	append_unlisted(list);
	const struct shown_packet *at = list->pass.at;
	packet_text_append(&list->out, &at->frame, &at->facts,
		color_rule_for(&at->frame, &at->facts), list->pass.first_ns, list->colors);
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

static void drop_shown(struct live_list *list)
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
	drop_shown(list);
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
	pass_finish(&list->pass);
	text_finish(&list->out);
	free(list);
}
