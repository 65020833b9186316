/*
 * Looks for oddities among the packets that the blocks show, each packet once even when several
 * blocks show it. A finding names the frames, says what the oddity means, and how to capture
 * without it.
 */
#include "deck/check/check-captures.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/format/timestamp.h"
#include "base/message.h"

enum { FRAMES_TOLD = 5 };

/* The packets of one capture that the talk shows, by frame number, without repeats. */
struct shown_packets {
	const struct shown_packet **packets;
	size_t count, capacity;
};

static void shown_packets_finish(struct shown_packets *shown)
{
	free(shown->packets);
}
DEFINE_AUTOFINISH(shown_packets);

static int by_number(const void *a, const void *b)
{
	uint64_t first = (*(const struct shown_packet *const *)a)->frame.number;
	uint64_t second = (*(const struct shown_packet *const *)b)->frame.number;
	return first < second ? -1 : first > second;
}

static void collect(struct shown_packets *shown, const struct captures *captures,
	const struct capture_view *view)
{
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct block_view *block = &captures->blocks[i];
		for (size_t k = 0; block->capture == view && k < block->selection.count; k++) {
			grow_array(&shown->packets, shown->count, &shown->capacity,
				sizeof(const struct shown_packet *));
			shown->packets[shown->count++] = block->selection.packets[k];
		}
	}
	if (!shown->count)
		return;
	qsort(shown->packets, shown->count, sizeof(const struct shown_packet *), by_number);
	size_t kept = 1;
	for (size_t i = 1; i < shown->count; i++)
		if (shown->packets[i]->frame.number != shown->packets[kept - 1]->frame.number)
			shown->packets[kept++] = shown->packets[i];
	shown->count = kept;
}

/* ---- sentences ---- */

/*
 * Appends "frames 2, 4, 6", or the first FRAMES_TOLD and the number of all. Returns the first
 * packet that has the oddity, or NULL.
 */
static const struct shown_packet *append_frames(
	struct text *out, const struct shown_packets *shown, enum oddity kind)
{
	const struct shown_packet *first = NULL;
	size_t count = 0;
	autofinish(text) struct text numbers = { 0 };
	for (size_t i = 0; i < shown->count; i++) {
		const struct shown_packet *packet = shown->packets[i];
		if (!oddities_have(&packet->oddities, kind))
			continue;
		first = first ? first : packet;
		if (count++ < FRAMES_TOLD)
			text_append_format(&numbers, "%s%" PRIu64, count > 1 ? ", " : "",
				packet->frame.number);
	}
	if (count == 1)
		text_append_message(out, "frame %s", text_string(&numbers));
	else if (count <= FRAMES_TOLD)
		text_append_message(out, "frames %s", text_string(&numbers));
	else
		text_append_message(
			out, "frames %s and others (%zu)", text_string(&numbers), count);
	return first;
}

static void append_merged(struct text *out, const struct shown_packet *packet)
{
	text_append_message(out,
		"more data than the MSS allows (%u bytes of %u): the kernel or the card merged segments, or had not cut them yet; capture with TSO, GSO and GRO off, as 'pcapdeck record' does",
		frame_tcp(&packet->frame)->payload_size, packet->oddities.segment_limit);
}

static void append_clock(struct text *out, const struct shown_packet *packet)
{
	autofinish(text) struct text back = { 0 };
	timestamp_append_duration(&back, packet->oddities.back_ns, message_digit_gap());
	if (packet->oddities.is_from_other_interface)
		text_append_message(out,
			"an earlier time than that of the packet before (by %s), which another interface captured: the packets of the file are not in order of time",
			text_string(&back));
	else
		text_append_message(out,
			"an earlier time than that of the packet before (by %s): the clock was set, or the file was put together, so that times there say nothing",
			text_string(&back));
}

static void append_meaning(struct text *out, const struct shown_packet *packet, enum oddity kind)
{
	switch (kind) {
	case ODDITY_COPY:
		text_append_message(out,
			"captured twice (the first is frame %llu again), on several interfaces or at both sides of a router: 'once: true' in the block shows each once",
			(unsigned long long)packet->facts.copy_of);
		break;
	case ODDITY_MERGED:
		append_merged(out, packet);
		break;
	case ODDITY_CLOCK:
		append_clock(out, packet);
		break;
	case ODDITY_START:
		text_append_message(out,
			"the first packet of a connection that has no SYN before it: the SYN was not captured, or is later in the file, so not all states and first numbers are known");
		break;
	case ODDITY_CUT:
		text_append_message(out,
			"cut by the snap length (%zu of %u bytes): capture with 'tcpdump -s 0'",
			packet->frame.data.size, packet->frame.length);
		break;
	default:
		text_append_message(out,
			"a checksum that is only the sum of the pseudo header (offload): it is not wrong, but was captured before the card computed the rest, or after the kernel merged what it received");
	}
}

/* ---- findings ---- */

static void check_drops(
	const struct capture_view *view, const char *talk_path, struct findings *findings)
{
	if (!view->summary.knows_drops || !view->summary.dropped)
		return;
	findings_add(findings, FINDING_REMARK, talk_path, view->declared->line,
		"'%s': %llu packet%s dropped while it was captured, as the file says: what looks lost may only not have been captured",
		view->declared->path, (unsigned long long)view->summary.dropped,
		view->summary.dropped == 1 ? " was" : "s were");
}

static void check_capture(const struct captures *captures, const struct capture_view *view,
	const char *talk_path, struct findings *findings)
{
	autofinish(shown_packets) struct shown_packets shown = { 0 };
	collect(&shown, captures, view);
	for (unsigned i = 0; i < ODDITY_COUNT; i++) {
		autofinish(text) struct text sentence = { 0 };
		const struct shown_packet *first = append_frames(&sentence, &shown, (enum oddity)i);
		if (!first)
			continue;
		text_append(&sentence, ": ");
		append_meaning(&sentence, first, (enum oddity)i);
		findings_add(findings, FINDING_REMARK, talk_path, view->declared->line, "'%s', %s",
			view->declared->path, text_string(&sentence));
	}
	check_drops(view, talk_path, findings);
}

void check_captures(
	const struct captures *captures, const char *talk_path, struct findings *findings)
{
	for (size_t i = 0; i < captures->count; i++) {
		if (captures->views[i].is_read)
			check_capture(captures, &captures->views[i], talk_path, findings);
	}
}
