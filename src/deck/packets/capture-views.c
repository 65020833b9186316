/* Finds what was read of a talk's captures, by a capture's name or by a packets block. */
#include "deck/packets/capture-views.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest-name.h"
#include "conversation/redact/redact.h"

struct capture_view *captures_find(
	const struct captures *captures, const char *name, struct error *error)
{
	for (size_t i = 0; i < captures->count; i++) {
		if (strcmp(captures->views[i].declared->name, name) == 0)
			return &captures->views[i];
	}
	if (!captures->count) {
		error_set(error, "there is no capture '%s': the front matter has no 'captures:'",
			name);
		return NULL;
	}
	const char **names = xcalloc(captures->count, sizeof(*names));
	for (size_t i = 0; i < captures->count; i++)
		names[i] = captures->views[i].declared->name;
	const char *nearest = nearest_name(name, names, captures->count);
	if (nearest)
		error_set(error, "there is no capture '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(error,
			captures->count > 1
				? "there is no capture '%s' in the front matter, only '%s' and others"
				: "there is no capture '%s' in the front matter, only '%s'",
			name, names[0]);
	free(names);
	return NULL;
}

const struct block_view *captures_block(
	const struct captures *captures, const struct packets_block *block)
{
	for (size_t i = 0; i < captures->block_count; i++) {
		if (captures->blocks[i].block == block)
			return &captures->blocks[i];
	}
	return NULL;
}

static int64_t packet_start_ns(
	const struct capture_summary *summary, const struct shown_packet *packet)
{
	if (packet->facts.has_tcp && packet->facts.tcp.stream < summary->connection_count)
		return summary->connections[packet->facts.tcp.stream].first_ns;
	return summary->first_ns;
}

int64_t captures_block_start_ns(const struct block_view *view)
{
	const struct capture_summary *summary = &view->capture->summary;
	int64_t start_ns = packet_start_ns(summary, view->selection.packets[0]);
	for (size_t i = 1; i < view->selection.count; i++) {
		if (packet_start_ns(summary, view->selection.packets[i]) != start_ns)
			return summary->first_ns;
	}
	return start_ns;
}

void captures_finish(struct captures *captures)
{
	redaction_free(captures->redaction);
	captures->redaction = NULL;
}
