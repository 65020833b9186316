/*
 * Packet by packet what `pcapdeck packets` does: decode, analyse, colour, print. A capture may run
 * for weeks, so when the analysis knows too many connections it begins anew instead of ending, or of
 * growing without limit; the file is not affected.
 */
#include "cli/live-list.h"

#include <errno.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"
#include "dissect/dissect.h"
#include "listing/packet-text.h"

enum { CONNECTIONS_MAX = 1 << 18 };

struct live_list {
	struct tcp_table *table;
	struct text out;
	uint64_t count;
	int64_t start_ns; /* the first packet */
	int link_type;
	bool has_color;
};

struct live_list *live_list_new(int link_type)
{
	struct live_list *list = xcalloc(1, sizeof(*list));
	*list = (struct live_list){
		.table = tcp_table_new(),
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
	const struct tcp_analysis *known = frame.has_tcp ? &analysis : NULL;
	packet_text_append(&list->out, &frame, known, color_rule_for(&frame, known), list->start_ns,
		list->has_color);
}

bool live_list_show(struct live_list *list)
{
	size_t written = 0;
	while (written < list->out.size) {
		ssize_t size =
			write(STDOUT_FILENO, list->out.data + written, list->out.size - written);
		if (size < 0 && errno != EINTR)
			break;
		written += size < 0 ? 0 : (size_t)size;
	}
	bool ok = written == list->out.size;
	text_clear(&list->out);
	return ok;
}

void live_list_free(struct live_list *list)
{
	if (!list)
		return;
	tcp_table_free(list->table);
	text_finish(&list->out);
	free(list);
}
