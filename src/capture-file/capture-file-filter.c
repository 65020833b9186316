/*
 * libpcap filters on the packets of a capture file. One program is compiled for each link type,
 * when its first packet comes. libpcap has no handle of a pcapng file, so the filter is compiled
 * for an empty pcap file: libpcap then refuses what it refuses for files ("inbound" is unknown
 * there).
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "capture-file/capture-file-parts.h"
#include "capture-file/filter-suggestion.h"
#include "capture-file/link-types.h"

enum { PROGRAMS_MAX = 64, SNAPSHOT = 262144, PCAP_HEADER_SIZE = 24 };

struct filter_program {
	int link_type;
	bool is_compiled; /* else the expression is invalid for this link type */
	struct bpf_program program;
};

struct capture_file_filter {
	const struct capture_file *capture;
	char *expression;
	bool matches_all;
	size_t count;
	struct filter_program programs[PROGRAMS_MAX];
	char reason[PCAP_ERRBUF_SIZE]; /* why the last compilation failed */
};

/* Opens an empty capture file of this link type with libpcap. */
static pcap_t *open_empty(int link_type)
{
	uint32_t words[PCAP_HEADER_SIZE / 4] = { 0xa1b23c4d, 0, 0, 0, SNAPSHOT,
		link_type_to_file(link_type) };
	const uint16_t version[2] = { 2, 4 };
	memcpy(&words[1], version, sizeof(version));
	char reason[PCAP_ERRBUF_SIZE];
	FILE *stream = fmemopen(words, sizeof(words), "rb");
	pcap_t *handle = stream ? pcap_fopen_offline(stream, reason) : NULL;
	if (stream && !handle)
		(void)fclose(stream);
	return handle;
}

static bool compile(struct capture_file_filter *filter, struct filter_program *program)
{
	pcap_t *own = capture_file_handle(filter->capture);
	pcap_t *handle = own ? own : open_empty(program->link_type);
	if (!handle) {
		(void)snprintf(filter->reason, sizeof(filter->reason),
			message_of("libpcap does not know the link type %d"), program->link_type);
		return false;
	}
	bool is_compiled = pcap_compile(handle, &program->program, filter->expression, 1,
				   PCAP_NETMASK_UNKNOWN) == 0;
	if (!is_compiled)
		(void)snprintf(filter->reason, sizeof(filter->reason), "%s", pcap_geterr(handle));
	if (!own)
		pcap_close(handle);
	return is_compiled;
}

/* Returns the program for a link type. NULL beyond the limit, which no usual file reaches. */
static const struct filter_program *program_for(struct capture_file_filter *filter, int link_type)
{
	for (size_t i = 0; i < filter->count; i++)
		if (filter->programs[i].link_type == link_type)
			return &filter->programs[i];
	if (filter->count == PROGRAMS_MAX)
		return NULL;
	struct filter_program *program = &filter->programs[filter->count++];
	program->link_type = link_type;
	program->is_compiled = compile(filter, program);
	return program;
}

struct capture_file_filter *capture_file_filter_new(
	const struct capture_file *capture, const char *expression, struct error *error)
{
	autofree(capture_file_filter) struct capture_file_filter *filter =
		xcalloc(1, sizeof(*filter));
	filter->capture = capture;
	filter->expression = xstrdup(expression);
	filter->matches_all = expression[strspn(expression, " \t\r\n")] == '\0';
	bool is_compiled = false;
	for (uint32_t i = 0; i < capture_file_interface_count(capture) && !is_compiled; i++) {
		const struct filter_program *program =
			program_for(filter, capture_file_interface(capture, i).link_type);
		is_compiled = program && program->is_compiled;
	}
	if (!is_compiled) {
		filter_refuse(capture_file_interface(capture, 0).link_type, expression,
			filter->reason, error);
		return NULL;
	}
	return steal_pointer(&filter);
}

bool capture_file_filter_match(struct capture_file_filter *filter, const struct packet *packet)
{
	if (filter->matches_all)
		return true;
	const struct filter_program *program = program_for(filter, packet->link_type);
	const struct pcap_pkthdr header = {
		.caplen = packet->captured,
		.len = packet->length,
	};
	return program && program->is_compiled &&
		pcap_offline_filter(&program->program, &header, packet->data.data) != 0;
}

void capture_file_filter_free(struct capture_file_filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < filter->count; i++)
		if (filter->programs[i].is_compiled)
			pcap_freecode(&filter->programs[i].program);
	free(filter->expression);
	free(filter);
}
